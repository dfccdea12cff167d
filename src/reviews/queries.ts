import { byDate } from '../actions/queries.ts'
import { achievedOutcomes } from '../actions/workflow.ts'
import { db, type Tx } from '../db.ts'
import type { ActionOutcome, PlanReview } from '../generated/prisma/client.ts'
import { previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { sentSchema, sheetOf, type ReviewContent } from './content.ts'
import { readFigures } from './figures.ts'

type Reader = Tx | typeof db
const isOneOf = (outcomes: readonly ActionOutcome[]) => ({ outcome }: { outcome: ActionOutcome | null }) => outcome !== null && outcomes.includes(outcome)

/** What the review of a CLEE says of its sheets, as they are now. */
export async function readContent(cleeId: string, schoolYear: string, reader: Reader = db): Promise<ReviewContent> {
  const actions = await reader.plannedAction.findMany({ where: { cleeId, schoolYear, retainedAt: { not: null } }, orderBy: byDate })
  const { total: { clees: _, ...total }, types } = await readFigures({ schoolYear, cleeIds: [cleeId] }, reader)
  const sheets = actions.map(sheetOf)
  return {
    total,
    types,
    achieved: sheets.filter(isOneOf(achievedOutcomes)),
    missed: sheets.filter(isOneOf(['partly', 'cancelled', 'postponed'])),
    awaited: sheets.filter(({ outcome }) => outcome === null),
  }
}

/** The review of a CLEE for a school year, or null when none was begun. */
export const findReview = (cleeId: string, schoolYear: string) => db.planReview.findFirst({ where: { cleeId, schoolYear } })

/** The figures of a review that was sent, as they were then; null for a draft. */
export const sentContent = (review: PlanReview | null) => (review && review.status !== 'draft' ? sentSchema.parse(review.figures) : null)

/** School years whose review may be read: this one, the one before, and those that have a list of actions, newest first. */
export async function listReviewYears(cleeId: string) {
  const current = schoolYearOf()
  const plans = await db.actionPlan.findMany({ where: { cleeId, schoolYear: { lte: current } }, select: { schoolYear: true }, orderBy: { schoolYear: 'desc' } })
  return [...new Set([current, previousSchoolYear(current), ...plans.map(({ schoolYear }) => schoolYear)])].toSorted().toReversed()
}
