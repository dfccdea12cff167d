import type { CharterStatus, CleeStatus, ReviewStatus, YearStatus } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { isPassed, type Deadlines } from './deadlines.ts'

/** What a CLEE has to send in a school year. */
export const followed = ['charter', 'plan', 'review'] as const
export type Followed = (typeof followed)[number]

/** Of these CLEEs a year expects something; of one that is dormant, closed or a draft, nothing. */
export const expectedStatuses: CleeStatus[] = ['declared', 'active', 'vacant']

/** Where a CLEE stands in a school year; `plan.actions`: how many its list has. */
export type SendingFacts = {
  status: CleeStatus
  charters: { status: CharterStatus }[]
  plan: { submittedAt: Date | null; actions: number } | null
  review: { status: ReviewStatus } | null
}

const isSent: Record<Followed, (facts: SendingFacts) => boolean> = {
  charter: ({ charters }) => charters.some(({ status }) => status === 'submitted' || status === 'validated'),
  plan: ({ plan }) => plan?.submittedAt != null,
  review: ({ review }) => review !== null && review.status !== 'draft',
}

export const sentThings = (facts: SendingFacts) => followed.filter((what) => isSent[what](facts))

/** What the CLEE has not sent of what is expected of it. */
export const missingThings = (facts: SendingFacts) => (expectedStatuses.includes(facts.status) ? followed.filter((what) => !isSent[what](facts)) : [])

const dueOn = ({ charterDueOn, planDueOn, reviewDueOn }: Deadlines): Record<Followed, Date | null> => ({ charter: charterDueOn, plan: planDueOn, review: reviewDueOn })

/** What of it is past its deadline: the one rule of the dashboards, the mails and the progress of a year. A closed year asks for nothing more; a list without an action, for no review. */
export function lateSendings(facts: SendingFacts, year: (Deadlines & { status: YearStatus }) | null, day = today()): Followed[] {
  if (!year || year.status === 'closed') return []
  const due = dueOn(year)
  return missingThings(facts).filter((what) => isPassed(due[what], day) && (what !== 'review' || (facts.plan?.actions ?? 0) > 0))
}
