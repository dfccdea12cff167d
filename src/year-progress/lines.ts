import { changedState, hasChangedSince, planKey, planStates } from '../action-plans/labels.ts'
import { lineInclude, lineOf } from '../clee-list/lines.ts'
import type { Standing } from '../charters/standings.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { reviewState } from '../reviews/labels.ts'
import { followed, lateSendings, missingThings, sentThings, type Followed } from '../school-years/expected.ts'
import type { OpenedYear } from '../school-years/queries.ts'
import { today } from '../school-year.ts'

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }

export const progressInclude = (schoolYear: string) => ({ ...lineInclude(schoolYear), reviews: { where: { schoolYear } } }) satisfies Prisma.CleeInclude
type FollowedClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof progressInclude> }>

const noCharter: Badge = { label: 'Pas commencée', kind: 'new' }

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
export function progressLine(clee: FollowedClee, standing: Standing | undefined, year: OpenedYear | null, day = today()) {
  const { id, slug, name, bassins, actions, charter } = lineOf(clee, standing, null)
  const [plan, review] = [planOf(clee), reviewOf(clee)]
  const facts = { status: clee.status, charters: clee.charters, plan: { submittedAt: plan.day, actions }, review: clee.reviews[0] ?? null }
  const sent = sentThings(facts)
  const isSent = Object.fromEntries(followed.map((what) => [what, sent.includes(what)])) as Record<Followed, boolean>
  return { id, slug, name, bassins, actions, charter: { badge: charter?.badge ?? noCharter, day: charter?.day ?? null }, plan, review, isSent, missing: missingThings(facts), late: lateSendings(facts, year, day) }
}
export type ProgressLine = ReturnType<typeof progressLine>
