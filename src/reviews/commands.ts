import { audit, type Actor } from '../audit/audit.ts'
import type { FullClee } from '../clees/queries.ts'
import { otherSide, sideNames, sides } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { Prisma, type CopilotSide, type PlanReview } from '../generated/prisma/client.ts'
import { memberName } from '../members/names.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients, sideRecipients } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { fullName } from '../text.ts'
import { plural } from '../web/view-helpers.ts'
import { dueSheets, reviewPrint, type ReviewContent } from './content.ts'
import { acknowledgementMessage, approvalMessage, receiptMessage, returnMessage, submissionMessage } from './mails.ts'
import { readContent } from './queries.ts'
import { hasFrozenSheets, refuseClosedReview } from './years.ts'

type Clee = { id: string; name: string; slug: string }

const columns = {
  education: { at: 'educationApprovedAt', by: 'educationApprovedByName' },
  economy: { at: 'economyApprovedAt', by: 'economyApprovedByName' },
} as const

const subjectOf = (clee: Clee, { id, schoolYear }: Pick<PlanReview, 'id' | 'schoolYear'>) => ({ id, name: `Bilan de « ${clee.name} », ${schoolYear}`, cleeId: clee.id })
const approval = (side: CopilotSide, actor: Actor | null) => ({ [columns[side].at]: actor && new Date(), [columns[side].by]: actor?.name ?? null })
const noApproval = { ...approval('education', null), ...approval('economy', null), approvedPrint: null }

// The sheets are changed under a lock of their list: what is read after it stays so until the end of the transaction.
async function openReview(tx: Tx, clee: Clee, schoolYear: string) {
  await tx.actionPlan.createMany({ data: [{ cleeId: clee.id, schoolYear }], skipDuplicates: true })
  const [plan] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM action_plans WHERE clee_id = ${clee.id}::uuid AND school_year = ${schoolYear} FOR UPDATE`
  const planId = plan?.id ?? ''
  await tx.planReview.createMany({ data: [{ planId, cleeId: clee.id, schoolYear }], skipDuplicates: true })
  return tx.planReview.findUniqueOrThrow({ where: { planId } })
}

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

/** What must be there before a side approves; what waits for its figures only as long as its sheet may receive them. */
function refuseUnready({ schoolYear, text }: PlanReview, content: ReviewContent) {
  const due = dueSheets(content)
  if (due.length > 0 && !hasFrozenSheets(schoolYear)) throw conflict(`${plural(due.length, 'action attend ses chiffres', 'actions attendent leurs chiffres')} : indiquez sur chaque fiche ce qu’elle est devenue, puis approuvez le bilan.`)
  if (text === '' && content.achieved.length + content.missed.length === 0) throw conflict('Ce bilan est vide : écrivez ce que le CLEE a fait cette année, puis approuvez-le.')
}

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
    if (review.status === 'draft' && print !== seen) throw conflict('Le texte ou les chiffres ont changé depuis que vous avez ouvert ce bilan. Relisez-le, puis approuvez-le.')
    refuseUnready(review, content)
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

const changed = 'Ce bilan a changé d’état entre-temps. Rechargez la page.'

/** The mission takes note of the review that it has read, of this receipt. Throws 409 when it changed meanwhile. */
export const acknowledgeReview = (actor: Actor, clee: Clee, review: PlanReview, receipt: string) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.planReview.updateMany({ where: { id: review.id, status: 'submitted', receipt }, data: { status: 'acknowledged', acknowledgedAt: new Date(), acknowledgedByName: actor.name } })
    if (count === 0) throw conflict(changed)
    await audit(tx, actor, 'review.acknowledgement', subjectOf(clee, review), { receipt })
    await notify(tx, 'review.acknowledgement', await copilotRecipients(tx, clee.id), acknowledgementMessage(clee, review.schoolYear))
  })

/** The mission gives the review that it has read back to complete: a draft again, that both sides must approve. Throws 409 when it changed meanwhile, or when the year is over. */
export const returnReview = (actor: Actor, clee: Clee, review: PlanReview, { receipt, reason }: { receipt: string; reason: string }) =>
  db.$transaction(async (tx) => {
    await refuseClosedReview(review.schoolYear, tx)
    const { count } = await tx.planReview.updateMany({
      where: { id: review.id, status: 'submitted', receipt },
      data: { ...noApproval, status: 'draft', submittedAt: null, receipt: null, figures: Prisma.DbNull, returnReason: reason, revision: { increment: 1 } },
    })
    if (count === 0) throw conflict(changed)
    await audit(tx, actor, 'review.return', subjectOf(clee, review), { receipt, reason })
    await notify(tx, 'review.return', await copilotRecipients(tx, clee.id), returnMessage(clee, review.schoolYear, reason))
  })
