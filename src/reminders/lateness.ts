import type { Prisma } from '../generated/prisma/client.ts'
import { standingOfClee } from '../meetings/standing.ts'
import { expectedStatuses, lateSendings } from '../school-years/expected.ts'
import { readFacts, readYear, type CleeFacts, type ReminderPlan, type YearFacts } from './facts.ts'

/** What of a CLEE is past its date, or missing. */
export const lateKinds = ['charter', 'plan', 'review', 'pastReview', 'meeting', 'vacancy'] as const
export type LateKind = (typeof lateKinds)[number]

/** What R11 says of a CLEE. */
export const meetingStandingOf = ({ clee, lastHeldOn, day }: CleeFacts) => standingOfClee(clee, lastHeldOn, day)

/** What the list and the review of one of the two years are late in. */
const lateIn = ({ clee, charters, day }: CleeFacts, plan: ReminderPlan | null, { opened }: Pick<YearFacts, 'opened'>) =>
  lateSendings({ status: clee.status, charters, plan: plan && { submittedAt: plan.submittedAt, actions: plan._count.actions }, review: plan?.review ?? null }, opened, day)

/** What is late in a CLEE: in what it sends, then in its life. */
const lateThings = (facts: CleeFacts): LateKind[] => [
  ...lateIn(facts, facts.plan, facts),
  ...(facts.pastPlan && lateIn(facts, facts.pastPlan, facts.previous).includes('review') ? ['pastReview' as const] : []),
  ...(meetingStandingOf(facts).label === null ? [] : ['meeting' as const]),
  ...(facts.clee.status === 'vacant' ? ['vacancy' as const] : []),
]

export type LateClee = Pick<CleeFacts, 'clee'> & { late: LateKind[] }

/** The CLEEs that are late in something, among those of a territory, by name. */
export async function listLateClees(territory: Prisma.CleeWhereInput, now = new Date()): Promise<LateClee[]> {
  const facts = await readFacts({ AND: [{ status: { in: expectedStatuses } }, territory] }, await readYear(now))
  return facts.map((fact) => ({ clee: fact.clee, late: lateThings(fact) })).filter(({ late }) => late.length > 0)
}

/** How many CLEEs are late in each thing. */
export const countLate = (clees: LateClee[]) => lateKinds.map((kind) => ({ kind, count: clees.filter(({ late }) => late.includes(kind)).length })).filter(({ count }) => count > 0)
