import { audit, type Actor } from '../audit/audit.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'
import { Prisma, type PlanReview } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { lateSentence } from './late.ts'
import { acknowledgementMessage, returnMessage, returnRequestMessage } from './mails.ts'
import { noApproval, noRequest, openReview, subjectOf, type Clee } from './rows.ts'
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

/** What awaits the mission of this review: that it reads it, or decides whether to give it back. */
const undecided = ({ id }: PlanReview, receipt: string) => ({ id, receipt, OR: [{ status: 'submitted' as const }, { returnRequest: { not: null } }] })

/** The mission takes note of the review that it has read, of this receipt; a request to have it back is thereby declined. Throws 409 when it changed meanwhile. */
export const acknowledgeReview = (actor: Actor, clee: Clee, review: PlanReview, receipt: string) =>
  db.$transaction(async (tx) => {
    const reading = review.status === 'submitted' ? { status: 'acknowledged' as const, acknowledgedAt: new Date(), acknowledgedByName: actor.name } : {}
    const { count } = await tx.planReview.updateMany({ where: { ...undecided(review, receipt), status: review.status, returnRequest: review.returnRequest }, data: { ...reading, ...noRequest } })
    if (count === 0) throw conflict(await lateSentence(tx, review))
    await audit(tx, actor, 'review.acknowledgement', subjectOf(clee, review), { receipt, ...(review.returnRequest !== null && { declined: review.returnRequest }) })
    await notify(tx, 'review.acknowledgement', await copilotRecipients(tx, clee.id), acknowledgementMessage(clee, review.schoolYear, review.returnRequest !== null))
  })

/** The mission gives the review back to complete, unread or asked for: a draft again, that both sides must approve. Throws 409 when it changed meanwhile, or when the year is over. */
export const returnReview = (actor: Actor, clee: Clee, review: PlanReview, { receipt, reason }: { receipt: string; reason: string }) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(review.schoolYear, tx)
    const { count } = await tx.planReview.updateMany({
      where: undecided(review, receipt),
      data: { ...noApproval, ...noRequest, acknowledgedAt: null, acknowledgedByName: null, status: 'draft', submittedAt: null, receipt: null, figures: Prisma.DbNull, returnReason: reason, returnedPrint: review.approvedPrint, revision: { increment: 1 } },
    })
    if (count === 0) throw conflict(`${await lateSentence(tx, review)} Votre motif n’est parti à personne\u00a0: «\u00a0${reason}\u00a0».`)
    await audit(tx, actor, 'review.return', subjectOf(clee, review), { receipt, reason })
    await notify(tx, 'review.return', await copilotRecipients(tx, clee.id), returnMessage(clee, review.schoolYear, reason))
  })

/** A co-pilot asks the mission for the review that was sent, of this receipt. Throws 409 when it is asked for already, was given back meanwhile, or the year is over. */
export const requestReturn = (actor: Actor, clee: Clee, review: PlanReview, { receipt, reason }: { receipt: string; reason: string }) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(review.schoolYear, tx)
    const { count } = await tx.planReview.updateMany({
      where: { id: review.id, receipt, status: { not: 'draft' }, returnRequest: null },
      data: { returnRequest: reason, returnRequestedAt: new Date(), returnRequestedByName: actor.name },
    })
    if (count === 0) throw conflict(await lateSentence(tx, review))
    await audit(tx, actor, 'review.return-request', subjectOf(clee, review), { receipt, reason })
    await notify(tx, 'review.return-request', await missionRecipients(tx), returnRequestMessage({ clee, schoolYear: review.schoolYear, author: actor.name, reason }))
  })
