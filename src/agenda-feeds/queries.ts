import { publishedActions } from '../actions/policy.ts'
import { atAddress, listedClees, publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { today, yearsAfter } from '../school-year.ts'

/** The CLEE of a calendar; 404 when it is unknown, not published yet, or closed. */
export async function getFeedClee(slug: string) {
  const clee = await db.clee.findFirst({ where: { AND: [listedClees, atAddress(slug)] }, select: { id: true, name: true, slug: true } })
  if (!clee) throw notFound('Ce CLEE n’a pas d’agenda\u00a0: il n’existe pas, n’est pas encore publié, ou a fermé.')
  return clee
}

/** Which actions a feed carries; nothing: those of the whole network. */
export type Scope = { cleeId?: string; bassinId?: string; actionId?: string }

const inScope = ({ cleeId, bassinId, actionId }: Scope) => ({
  ...(cleeId && { cleeId }),
  ...(actionId && { id: actionId }),
  ...(bassinId && { clee: { bassins: { some: { bassinId } } } }),
}) satisfies Prisma.PlannedActionWhereInput

// A calendar keeps a year of what took place; one action alone keeps its day.
const inFeed = (scope: Scope): Prisma.PlannedActionWhereInput =>
  ({ AND: [publishedActions, inScope(scope), { startsOn: scope.actionId ? { not: null } : { gte: yearsAfter(today(), -1) } }] })

/** What changes as soon as a feed does: without reading its actions. */
export type Stamp = { tag: string; changedAt: Date | null }

/** The CLEE changed last: a feed carries their names. */
const latestClee = () => db.clee.findFirst({ where: publishedClees, select: { id: true, updatedAt: true }, orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }] })

function stampOf(parts: (string | number | null | undefined)[], instants: (Date | null)[]): Stamp {
  const times = instants.flatMap((instant) => (instant ? [instant.getTime()] : []))
  return { tag: [...parts, ...instants.map((instant) => instant?.getTime().toString(36) ?? '')].join('-'), changedAt: times.length > 0 ? new Date(Math.max(...times)) : null }
}

/** The stamp of a calendar: its name, how many actions, how often changed, when last. */
export async function readCalendarStamp(name: string, scope: Scope) {
  const [actions, clee] = await Promise.all([
    db.plannedAction.aggregate({ where: inFeed(scope), _count: { _all: true }, _sum: { revision: true }, _max: { updatedAt: true } }),
    latestClee(),
  ])
  return stampOf([name, actions._count._all, actions._sum.revision, clee?.id], [actions._max.updatedAt, clee?.updatedAt ?? null])
}

const eventSelect = {
  id: true, title: true, type: true, state: true, outcome: true, startsOn: true, endsOn: true, place: true, audiences: true, objective: true, publicSummary: true, registrationUrl: true, revision: true, updatedAt: true,
  clee: { select: { name: true, slug: true } },
} satisfies Prisma.PlannedActionSelect
export type FeedAction = Prisma.PlannedActionGetPayload<{ select: typeof eventSelect }>

/** Events of a calendar at most: the nearest to come first, then the latest past ones. */
const calendarLimit = 5_000

/** The actions of a calendar by day. */
export async function listCalendarActions(scope: Scope): Promise<FeedAction[]> {
  const list = (startsOn: Prisma.DateTimeNullableFilter, order: 'asc' | 'desc', take: number) =>
    db.plannedAction.findMany({ where: { AND: [inFeed(scope), { startsOn }] }, select: eventSelect, orderBy: [{ startsOn: order }, { id: order }], take })
  const coming = await list({ gte: today() }, 'asc', calendarLimit)
  const past = await list({ lt: today() }, 'desc', calendarLimit - coming.length)
  return [...past.toReversed(), ...coming]
}

/** A published action of which there is a calendar; 404 without one. */
export async function getFeedAction(id: string) {
  const action = await db.plannedAction.findFirst({ where: { id, AND: publishedActions }, select: { id: true, title: true } })
  if (!action) throw notFound('Cette action n’existe pas, ou n’est pas publiée.')
  return action
}

const feedLimit = 50
const latest = { where: publishedActions, orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }], take: feedLimit } satisfies Prisma.PlannedActionFindManyArgs

/** The actions announced or changed last. */
export const listLatestActions = (): Promise<FeedAction[]> => db.plannedAction.findMany({ ...latest, select: eventSelect })

/** The stamp of that list. */
export async function readLatestStamp() {
  const [actions, clee] = await Promise.all([db.plannedAction.findMany({ ...latest, select: { id: true, revision: true, updatedAt: true } }), latestClee()])
  return stampOf([...actions.map(({ id, revision }) => `${id}.${revision}`), clee?.id], [actions[0]?.updatedAt ?? null, clee?.updatedAt ?? null])
}
