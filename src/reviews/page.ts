import type { CurrentUser } from '../auth/current-user.ts'
import type { FullClee } from '../clees/queries.ts'
import { otherSide, sideIn, sideNames } from '../copilots/seats.ts'
import { conflict } from '../errors.ts'
import type { CopilotSide, PlanReview } from '../generated/prisma/client.ts'
import { changedReview, dueSheets, isDue, reviewPrint, type ReviewContent, type Sheet } from './content.ts'
import { approvalsOf, expectedState, keyFigures, shownTypes, typeLabel } from './labels.ts'
import { awaitsMission, canReceiveReview, canRequestReturn, canWriteReview } from './policy.ts'
import { findReview, listReviewYears, readContent, sentContent } from './queries.ts'
import { readOnlySentence } from '../school-years/closing.ts'
import { isUnchanged, refuseUnchanged, refuseUnready, warningsOf } from './readiness.ts'
import { findReviewDeadline, hasFrozenSheets, isReviewOpen } from './years.ts'

const dayOf = (day: string | null) => (day ? new Date(`${day}T00:00:00Z`) : null)

/** A sheet as the page shows it. */
const shown = (sheet: Sheet) => ({ ...sheet, typeLabel: typeLabel(sheet.type), startsOn: dayOf(sheet.startsOn), endsOn: dayOf(sheet.endsOn ?? sheet.startsOn), isDue: isDue(sheet) })

/** The lists and figures of a review, with their French words. */
export const shownContent = (content: ReviewContent) => ({
  ...content,
  figures: keyFigures(content.total),
  types: shownTypes(content.types),
  achieved: content.achieved.map(shown),
  missed: content.missed.map(shown),
  awaited: content.awaited.map(shown),
})

/** A review and its content: as it was sent, or as the sheets are now. */
export async function readReview(clee: FullClee, schoolYear: string) {
  const review = await findReview(clee.id, schoolYear)
  const sent = sentContent(review)
  return { review, sent, content: sent ?? (await readContent(clee.id, schoolYear)) }
}

function approvalPage(user: CurrentUser, clee: FullClee, review: PlanReview | null, content: ReviewContent) {
  const approvals = approvalsOf(review, content, clee)
  const side = sideIn(user, clee)
  const own = approvals.find((approval) => approval.side === side)
  const print = reviewPrint(review?.text ?? '', content)
  return {
    approvals,
    print,
    canApprove: own ? !own.isValid : false,
    // As the mission returned it: approveReview refuses it.
    isUnchanged: isUnchanged(review, print),
    canWithdraw: Boolean(own?.at),
    isLast: approvals.some((approval) => approval.side !== side && approval.isValid),
  }
}

/** What the page of a review shows, and what this person may do there. */
export async function reviewPage(user: CurrentUser, clee: FullClee, schoolYear: string) {
  const { review, sent, content } = await readReview(clee, schoolYear)
  const isOpen = await isReviewOpen(schoolYear)
  const isDraft = sent === null
  const deadline = await findReviewDeadline(schoolYear)
  return {
    review,
    sent,
    isDraft,
    isOpen,
    text: review?.text ?? '',
    years: await listReviewYears(clee.id),
    state: expectedState(review, deadline),
    content: shownContent(content),
    dueCount: dueSheets(content).length,
    hasFrozenSheets: hasFrozenSheets(schoolYear),
    deadline,
    readOnly: isOpen ? '' : await readOnlySentence(schoolYear),
    canWrite: isDraft && isOpen && canWriteReview(user, clee),
    canReceive: awaitsMission(review) && canReceiveReview(user),
    canRequestReturn: isOpen && canRequestReturn(user, clee, review),
    ...approvalPage(user, clee, review, content),
  }
}

/** What a side is about to approve, as the page of the review showed it by its print. Throws 409 when there is nothing to approve, or something else than what was read. */
export async function approvalOf(user: CurrentUser, clee: FullClee, schoolYear: string, { side, seen }: { side: CopilotSide; seen: string }) {
  const { review, sent, content } = await readReview(clee, schoolYear)
  const page = approvalPage(user, clee, review, content)
  const written = { schoolYear, text: review?.text ?? '' }
  if (sent) throw conflict('Ce bilan est déjà transmis.')
  if (!page.canApprove) throw conflict('Votre côté a déjà approuvé ce bilan.')
  if (seen !== '' && seen !== page.print) throw conflict(changedReview)
  refuseUnready(written, content)
  refuseUnchanged(review, page.print)
  return { ...page, content: shownContent(content), warnings: warningsOf(written, content), otherSide: sideNames[otherSide(side)] }
}
