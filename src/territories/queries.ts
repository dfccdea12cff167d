import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'

const overlapInclude = { commune: true, clee: { select: { id: true, name: true, acknowledgedAt: true } } } satisfies Prisma.CleeCommuneInclude
export type Overlap = Prisma.CleeCommuneGetPayload<{ include: typeof overlapInclude }>

/** Those of these communes that another registered CLEE claims too, with that CLEE's name (R22). */
export const listOverlaps = (cleeId: string, communeCodes: string[]): Promise<Overlap[]> =>
  db.cleeCommune.findMany({
    where: { communeCode: { in: communeCodes }, cleeId: { not: cleeId }, clee: { status: { notIn: ['draft', 'closed'] } } },
    include: overlapInclude,
    orderBy: [{ clee: { searchName: 'asc' } }, { commune: { searchName: 'asc' } }],
    take: 1_000,
  })
