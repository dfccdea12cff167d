import type { FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'

/** Communes of this CLEE that another registered CLEE claims too, with that CLEE's name (R22). */
export const listOverlaps = (clee: FullClee) =>
  db.cleeCommune.findMany({
    where: { communeCode: { in: clee.communes.map((link) => link.communeCode) }, cleeId: { not: clee.id }, clee: { status: { not: 'draft' } } },
    include: { commune: true, clee: { select: { name: true, acknowledgedAt: true } } },
    orderBy: [{ commune: { searchName: 'asc' } }, { cleeId: 'asc' }],
    take: 50,
  })
