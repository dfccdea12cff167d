import type { Tx } from '../db.ts'
import type { PlanReview } from '../generated/prisma/client.ts'
import { formatInstant } from '../web/view-helpers.ts'

/** Why a review that was read awaits the mission no more: by whom, and when. */
export async function lateSentence(tx: Tx, { id }: PlanReview) {
  const { status, acknowledgedAt, acknowledgedByName, submittedAt } = await tx.planReview.findUniqueOrThrow({ where: { id } })
  if (acknowledgedAt) return `${acknowledgedByName} a déjà accusé réception de ce bilan, ${formatInstant(acknowledgedAt)}.`
  if (status === 'submitted' && submittedAt) return `Ce bilan a été transmis de nouveau, ${formatInstant(submittedAt)}\u00a0: revenez au bilan et relisez-le d’abord.`
  const returned = await tx.auditEntry.findFirst({ where: { event: 'review.return', subjectId: id }, orderBy: { at: 'desc' } })
  return returned ? `${returned.actorName} a déjà renvoyé ce bilan aux copilotes, ${formatInstant(returned.at)}.` : 'Ce bilan n’a pas été transmis.'
}
