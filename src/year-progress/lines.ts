import { changedState, hasChangedSince, planKey, planStates } from '../action-plans/labels.ts'
import { lineInclude, lineOf } from '../clee-list/lines.ts'
import type { Standing } from '../charters/standings.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { reviewState } from '../reviews/labels.ts'
import { isPassed, type Deadlines } from '../school-years/deadlines.ts'
import { today } from '../school-year.ts'

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }

export const progressInclude = (schoolYear: string) => ({ ...lineInclude(schoolYear), reviews: { where: { schoolYear } } }) satisfies Prisma.CleeInclude
type FollowedClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof progressInclude> }>

const noCharter: Badge = { label: 'Pas commencée', kind: 'new' }

/** What a CLEE has to send in a school year. */
export const followed = ['charter', 'plan', 'review'] as const
export type Followed = (typeof followed)[number]

const dueOn = ({ charterDueOn, planDueOn, reviewDueOn }: Deadlines): Record<Followed, Date | null> => ({ charter: charterDueOn, plan: planDueOn, review: reviewDueOn })

function planOf({ plans }: FollowedClee) {
  const plan = plans[0] ?? null
  const status = planKey(plan, plan?._count.actions ?? 0)
  return { status, badge: planStates[status], day: plan?.submittedAt ?? null, detail: hasChangedSince(plan) ? changedState.label : '' }
}

function reviewOf({ reviews }: FollowedClee) {
  const review = reviews[0] ?? null
  const status = review?.status ?? ('none' as const)
  return { status, badge: reviewState(review), day: review?.submittedAt ?? null }
}

/** Where a CLEE stands in a school year: its charter as it is today, its list and its review of that year, what is missing and what is late. */
export function progressLine(clee: FollowedClee, standing: Standing | undefined, deadlines: Deadlines, day = today()) {
  const { id, slug, name, bassins, actions, charter } = lineOf(clee, standing, null)
  const [plan, review] = [planOf(clee), reviewOf(clee)]
  const isSent: Record<Followed, boolean> = {
    charter: charter?.keys.some((key) => key === 'validated' || key === 'submitted') ?? false,
    plan: plan.day !== null,
    review: review.status === 'submitted' || review.status === 'acknowledged',
  }
  // Nothing is expected any more of a CLEE that has closed.
  const missing = clee.status === 'closed' ? [] : followed.filter((what) => !isSent[what])
  const late = missing.filter((what) => isPassed(dueOn(deadlines)[what], day))
  return { id, slug, name, bassins, actions, charter: { badge: charter?.badge ?? noCharter, day: charter?.day ?? null }, plan, review, isSent, missing, late }
}
export type ProgressLine = ReturnType<typeof progressLine>
