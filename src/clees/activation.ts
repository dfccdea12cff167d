import { audit, type Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'

export const subjectOf = (clee: { id: string; name: string }) => ({ id: clee.id, name: clee.name, cleeId: clee.id })

/** A declared CLEE becomes active once the mission has taken note and both sides have taken up their seat (R2). */
export async function activateIfReady(tx: Tx, actor: Actor, clee: { id: string; name: string }) {
  const { count } = await tx.clee.updateMany({
    where: {
      id: clee.id,
      status: 'declared',
      acknowledgedAt: { not: null },
      AND: (['education', 'economy'] as const).map((side) => ({ copilots: { some: { side, acceptedAt: { not: null }, endsOn: null } } })),
    },
    data: { status: 'active', activatedAt: new Date() },
  })
  if (count > 0) await audit(tx, actor, 'clee.activation', subjectOf(clee))
}

/** Dates the CLEE's page ("dernière mise à jour") after a change of what it shows. */
export const touchClee = (tx: Tx, id: string) => tx.clee.update({ where: { id }, data: { updatedAt: new Date() } })
