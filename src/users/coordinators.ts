import { audit, type Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import { schoolYearOf } from '../school-year.ts'

/** Names somebody coordinator of these bassins for a school year (R9); those that they had already change nothing. */
export async function assignCoordinator(tx: Tx, actor: Actor | null, user: { id: string; name: string }, bassinIds: string[], schoolYear = schoolYearOf()) {
  if (bassinIds.length === 0) return
  const seats = bassinIds.map((bassinId) => ({ bassinId, userId: user.id, schoolYear }))
  const { count } = await tx.bassinCoordinator.createMany({ data: seats, skipDuplicates: true })
  if (count > 0) await audit(tx, actor, 'coordinator.designation', user, { schoolYear, bassinIds })
}
