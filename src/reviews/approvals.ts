import { audit, type Actor } from '../audit/audit.ts'
import type { FullClee } from '../clees/queries.ts'
import { otherSide, sideNames, sides } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { CopilotSide, PlanReview, Prisma } from '../generated/prisma/client.ts'
import { memberName } from '../members/names.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients, sideRecipients } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { fullName } from '../text.ts'
import { changedReview, reviewPrint, type ReviewContent } from './content.ts'
import { approvalMessage, receiptMessage, submissionMessage } from './mails.ts'
import { readContent } from './queries.ts'
import { refuseUnchanged, refuseUnready } from './readiness.ts'
import { approval, columns, noApproval, openReview, subjectOf, type Clee } from './rows.ts'
import { refuseClosedReview } from './years.ts'

/** Who approved, by function and structure: the seat of that name, or that of the side. */
function approversOf(clee: FullClee, names: Record<CopilotSide, string | null>) {
  return sides.map((side) => {
    const seats = clee.copilots.filter((seat) => seat.side === side)
    const seat = seats.find((one) => fullName(one) === names[side] || (one.user && fullName(one.user) === names[side])) ?? seats[0]
    return { side: sideNames[side], label: seat ? memberName(seat) : '' }
  })
}

type Approval = { actor: Actor; clee: FullClee; side: CopilotSide; review: PlanReview; content: ReviewContent; print: string }

const submissionData = ({ actor, clee, side, review, content }: Approval) => ({
  status: 'submitted' as const,
  submittedAt: new Date(),
  receipt: newReceipt('BIL'),
  returnReason: null,
  returnedPrint: null,
  figures: { ...content, approvers: approversOf(clee, { education: review.educationApprovedByName, economy: review.economyApprovedByName, [side]: actor.name }) },
})

/** Writes an approval under a guard: of two at once from one side, the second finds no row. */
async function writeApproval(tx: Tx, { review, side, print }: Approval, data: Prisma.PlanReviewUpdateManyMutationInput) {
  const { count } = await tx.planReview.updateMany({
    where: { id: review.id, status: 'draft', revision: review.revision, OR: [{ [columns[side].at]: null }, { approvedPrint: { not: print } }] },
    data,
  })
  if (count === 0) throw conflict('Ce bilan est déjà transmis, ou votre côté l’a déjà approuvé. Rechargez la page.')
}

async function approveFirst(tx: Tx, given: Approval) {
  const { actor, clee, side, review, print } = given
  await writeApproval(tx, given, { ...noApproval, ...approval(side, actor), approvedPrint: print })
  await audit(tx, actor, 'review.approval', subjectOf(clee, review), { side: sideNames[side] })
  await notify(tx, 'review.approval', await sideRecipients(tx, clee.id, otherSide(side)), approvalMessage(clee, review.schoolYear, actor.name))
}

async function submitReview(tx: Tx, given: Approval) {
  const { actor, clee, side, review } = given
  const data = submissionData(given)
  await writeApproval(tx, given, { ...approval(side, actor), ...data })
  await audit(tx, actor, 'review.approval', subjectOf(clee, review), { side: sideNames[side] })
  await audit(tx, actor, 'review.submission', subjectOf(clee, review), { receipt: data.receipt })
  const sent = { clee, schoolYear: review.schoolYear, receipt: data.receipt }
  await notify(tx, 'review.submission', await missionRecipients(tx), submissionMessage(sent))
  await notify(tx, 'review.submission', await copilotRecipients(tx, clee.id), receiptMessage(sent))
}

/**
 * A side approves the text and the figures that its page showed, by their print. Once both sides have approved the same,
 * the review leaves for the mission with its receipt, its figures kept as they are. True when it left.
 * Throws 409 for another print, a year that is over, actions without figures, or a second approval.
 */
export const approveReview = (actor: Actor, clee: FullClee, schoolYear: string, side: CopilotSide, seen: string) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(schoolYear, tx)
    const review = await openReview(tx, clee, schoolYear)
    const content = await readContent(clee.id, schoolYear, tx)
    const print = reviewPrint(review.text, content)
    if (review.status === 'draft' && print !== seen) throw conflict(changedReview)
    refuseUnready(review, content)
    refuseUnchanged(review, print)
    const isLast = review.approvedPrint === print && review[columns[otherSide(side)].at] !== null
    await (isLast ? submitReview : approveFirst)(tx, { actor, clee, side, review, content, print })
    return isLast
  })

/** A side takes its approval back, as long as the review has not left. Throws 409 when it has, or when there is none. */
export const withdrawApproval = (actor: Actor, clee: Clee, review: PlanReview, side: CopilotSide) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(review.schoolYear, tx)
    const { count } = await tx.planReview.updateMany({ where: { id: review.id, status: 'draft', [columns[side].at]: { not: null } }, data: approval(side, null) })
    if (count === 0) throw conflict('Il n’y a pas d’approbation à reprendre : le bilan est déjà transmis, ou votre côté ne l’a pas approuvé.')
    await audit(tx, actor, 'review.withdrawal', subjectOf(clee, review), { side: sideNames[side] })
  })
