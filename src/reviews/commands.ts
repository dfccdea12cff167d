import { audit, type Actor } from '../audit/audit.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'
import { Prisma, type PlanReview } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { lateSentence } from './late.ts'
import { acknowledgementMessage, returnMessage } from './mails.ts'
import { noApproval, openReview, subjectOf, type Clee } from './rows.ts'
import { refuseClosedReview } from './years.ts'

/** Saves the co-pilots' text under its revision. False when somebody saved it, or sent the review, since it was read: nothing is written. Throws 409 for a year that is over. */
export const saveReviewText = (actor: Actor, clee: Clee, schoolYear: string, { text, revision }: { text: string; revision: number }) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(schoolYear, tx)
    const review = await openReview(tx, clee, schoolYear)
    const { count } = await tx.planReview.updateMany({ where: { id: review.id, status: 'draft', revision }, data: { text, revision: { increment: 1 } } })
    if (count === 0) return false
    await audit(tx, actor, 'review.text', subjectOf(clee, review))
    return true
  })

/** The mission takes note of the review that it has read, of this receipt. Throws 409 when it changed meanwhile. */
export const acknowledgeReview = (actor: Actor, clee: Clee, review: PlanReview, receipt: string) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.planReview.updateMany({ where: { id: review.id, status: 'submitted', receipt }, data: { status: 'acknowledged', acknowledgedAt: new Date(), acknowledgedByName: actor.name } })
    if (count === 0) throw conflict(await lateSentence(tx, review))
    await audit(tx, actor, 'review.acknowledgement', subjectOf(clee, review), { receipt })
    await notify(tx, 'review.acknowledgement', await copilotRecipients(tx, clee.id), acknowledgementMessage(clee, review.schoolYear))
  })

/** The mission gives the review that it has read back to complete: a draft again, that both sides must approve. Throws 409 when it changed meanwhile, or when the year is over. */
export const returnReview = (actor: Actor, clee: Clee, review: PlanReview, { receipt, reason }: { receipt: string; reason: string }) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(review.schoolYear, tx)
    const { count } = await tx.planReview.updateMany({
      where: { id: review.id, status: 'submitted', receipt },
      data: { ...noApproval, status: 'draft', submittedAt: null, receipt: null, figures: Prisma.DbNull, returnReason: reason, returnedPrint: review.approvedPrint, revision: { increment: 1 } },
    })
    if (count === 0) throw conflict(`${await lateSentence(tx, review)} Votre motif n’est parti à personne\u00a0: «\u00a0${reason}\u00a0».`)
    await audit(tx, actor, 'review.return', subjectOf(clee, review), { receipt, reason })
    await notify(tx, 'review.return', await copilotRecipients(tx, clee.id), returnMessage(clee, review.schoolYear, reason))
  })
