import { listedClees } from '../clees/policy.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { standingOfClee } from '../meetings/standing.ts'
import { readFacts, readYear, type CleeFacts, type YearFacts } from './facts.ts'

/** What of a CLEE is past its date, or missing. */
export const lateKinds = ['charter', 'plan', 'review', 'meeting', 'vacancy'] as const
export type LateKind = (typeof lateKinds)[number]

/** R11: the committee has not met for six months or more, as the pages of the CLEE say it. */
export const isQuiet = ({ clee, lastHeldOn, day }: CleeFacts) => standingOfClee(clee, lastHeldOn, day).label !== null

const reachedMission = (facts: CleeFacts) => facts.charters.some(({ status }) => status === 'submitted' || status === 'validated')

/** A review is asked for from 1 June. */
export const isReviewSeason = ({ day, schoolYear }: YearFacts) => day >= new Date(`${schoolYear.slice(5)}-06-01T00:00:00Z`)

const isPast = (dueOn: Date | null | undefined, { day }: YearFacts) => Boolean(dueOn && dueOn < day)

const checks: Record<LateKind, (facts: CleeFacts) => boolean> = {
  charter: (facts) => isPast(facts.opened?.charterDueOn, facts) && !reachedMission(facts),
  plan: (facts) => isPast(facts.opened?.planDueOn, facts) && !facts.plan?.submittedAt,
  review: (facts) => isPast(facts.opened?.reviewDueOn, facts) && (facts.plan?.review?.status ?? 'draft') === 'draft',
  meeting: isQuiet,
  vacancy: ({ clee }) => clee.status === 'vacant',
}

/** What is late in a CLEE; a year that is closed asks for nothing more. */
export const lateThings = (facts: CleeFacts) =>
  lateKinds.filter((kind) => (facts.opened?.status !== 'closed' || kind === 'meeting' || kind === 'vacancy') && checks[kind](facts))

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
