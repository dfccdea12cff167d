import { audit, type Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import { schoolYearOf } from '../school-year.ts'

/** Throws FieldError unless each of these is a bassin. */
export async function refuseUnknownBassins(tx: Tx, ids: string[]) {
  if ((await tx.bassin.count({ where: { id: { in: ids } } })) !== ids.length) throw new FieldError('bassinIds', 'Choisissez des bassins de la liste.')
}

/** Names somebody coordinator of these bassins for a school year (R9); those that they had already change nothing. */
export async function assignCoordinator(tx: Tx, actor: Actor | null, user: { id: string; name: string }, bassinIds: string[], schoolYear = schoolYearOf()) {
  if (bassinIds.length === 0) return
  const seats = bassinIds.map((bassinId) => ({ bassinId, userId: user.id, schoolYear }))
  const { count } = await tx.bassinCoordinator.createMany({ data: seats, skipDuplicates: true })
  if (count > 0) await audit(tx, actor, 'coordinator.designation', user, { schoolYear, bassinIds })
}
