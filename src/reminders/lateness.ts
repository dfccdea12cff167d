import { listedClees } from '../clees/policy.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { standingOfClee } from '../meetings/standing.ts'
import { isPassed } from '../school-years/deadlines.ts'
import { readFacts, readYear, type CleeFacts } from './facts.ts'

/** What of a CLEE is past its date, or missing. */
export const lateKinds = ['charter', 'plan', 'review', 'pastReview', 'meeting', 'vacancy'] as const
export type LateKind = (typeof lateKinds)[number]

/** What R11 says of a CLEE. */
export const meetingStandingOf = ({ clee, lastHeldOn, day }: CleeFacts) => standingOfClee(clee, lastHeldOn, day)

const reachedMission = (facts: CleeFacts) => facts.charters.some(({ status }) => status === 'submitted' || status === 'validated')

const checks: Record<LateKind, (facts: CleeFacts) => boolean> = {
  charter: (facts) => isPassed(facts.opened?.charterDueOn, facts.day) && !reachedMission(facts),
  plan: (facts) => isPassed(facts.opened?.planDueOn, facts.day) && !facts.plan?.submittedAt,
  review: (facts) => isPassed(facts.opened?.reviewDueOn, facts.day) && (facts.plan?.review?.status ?? 'draft') === 'draft',
  pastReview: (facts) => facts.pastPlan !== null && isPassed(facts.previous.opened?.reviewDueOn, facts.day),
  meeting: (facts) => meetingStandingOf(facts).label !== null,
  vacancy: ({ clee }) => clee.status === 'vacant',
}

/** What the year under way asks for, until the mission closes it. */
const ofThisYear: LateKind[] = ['charter', 'plan', 'review']

/** What is late in a CLEE; a year that is closed asks for nothing more. */
export const lateThings = (facts: CleeFacts) =>
  lateKinds.filter((kind) => (facts.opened?.status !== 'closed' || !ofThisYear.includes(kind)) && checks[kind](facts))

export type LateClee = Pick<CleeFacts, 'clee'> & { late: LateKind[] }

// A dormant CLEE is expected to do nothing.
const working = { AND: [listedClees, { status: { not: 'dormant' } }] } satisfies Prisma.CleeWhereInput

/** The CLEEs that are late in something, among those of a territory, by name. */
export async function listLateClees(territory: Prisma.CleeWhereInput, now = new Date()): Promise<LateClee[]> {
  const facts = await readFacts({ AND: [working, territory] }, await readYear(now))
  return facts.map((fact) => ({ clee: fact.clee, late: lateThings(fact) })).filter(({ late }) => late.length > 0)
}

/** How many CLEEs are late in each thing. */
export const countLate = (clees: LateClee[]) => lateKinds.map((kind) => ({ kind, count: clees.filter(({ late }) => late.includes(kind)).length })).filter(({ count }) => count > 0)
