import type { Tx } from '../db.ts'
import { formatInstant } from '../web/view-helpers.ts'

/** Why a list that was read is no more to acknowledge: by whom, and when. */
export async function lateSentence(tx: Tx, plan: { id: string }) {
  const { status, acknowledgedAt, acknowledgedByName, submittedAt, submittedByName } = await tx.actionPlan.findUniqueOrThrow({ where: { id: plan.id } })
  if (status === 'acknowledged' && acknowledgedAt) return `${acknowledgedByName} en a déjà accusé réception, ${formatInstant(acknowledgedAt)}.`
  return submittedAt ? `${submittedByName} a transmis cette liste de nouveau, ${formatInstant(submittedAt)}\u00a0: revenez à la liste et relisez-la d’abord.` : 'Cette liste n’a pas été transmise.'
}
