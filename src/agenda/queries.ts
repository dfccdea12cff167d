import { lastingInto } from '../actions/dates.ts'
import { publishedActions } from '../actions/policy.ts'
import { atAddress, listedClees, publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { Cursor } from './filters.ts'
import type { Period } from './periods.ts'

type Named = { id: string; name: string; slug: string }
export type Criteria = { bassin: Named | null; clee: Named | null; type: string; sector: string }

/** The published CLEE of this address, old ones included; 404 without one. */
export async function getPublishedClee(slug: string) {
  const clee = await db.clee.findFirst({ where: { AND: [publishedClees, atAddress(slug)] }, select: { id: true, name: true, slug: true } })
  if (!clee) throw notFound('Ce CLEE n’existe pas, ou n’est pas encore publié.')
  return clee
}

const listedInAgenda = ({ bassin, clee, type, sector }: Criteria): Prisma.PlannedActionWhereInput => ({
  ...publishedActions,
  ...(clee && { cleeId: clee.id }),
  ...(type && { type }),
  ...(sector && { sectors: { has: sector } }),
  AND: bassin ? [{ clee: { bassins: { some: { bassinId: bassin.id } } } }] : [],
})

const entrySelect = {
  id: true, title: true, type: true, state: true, outcome: true, retainedAt: true, startsOn: true, endsOn: true, place: true, audiences: true, levels: true, avenirGoals: true, sectors: true, visibility: true,
  clee: { select: { name: true, slug: true } },
} satisfies Prisma.PlannedActionSelect
export type Announced = Prisma.PlannedActionGetPayload<{ select: typeof entrySelect }>

const agendaPageSize = 30
const shownLasting = 12

const latest = (one: Date, other: Date) => (one > other ? one : other)

/** A page of the actions that begin in a period, by day, and whether others follow; as fast deep in the list as at its beginning. */
export async function listStarting(criteria: Criteria, { from, to }: Period, cursor: Cursor | null) {
  const startsOn = { gte: cursor ? latest(from, cursor.day) : from, ...(to && { lte: to }) }
  const follows: Prisma.PlannedActionWhereInput = cursor ? { OR: [{ startsOn: { gt: cursor.day } }, { id: { gt: cursor.id } }] } : {}
  const rows = await db.plannedAction.findMany({
    where: { AND: [listedInAgenda(criteria), { startsOn }, follows] },
    select: entrySelect,
    orderBy: [{ startsOn: 'asc' }, { id: 'asc' }],
    take: agendaPageSize + 1,
  })
  return { actions: rows.slice(0, agendaPageSize), hasMore: rows.length > agendaPageSize }
}

/** The actions begun before a period that last into it, those that end first coming first, and whether there are others. */
export async function listLasting(criteria: Criteria, { from }: Period) {
  const where = { AND: [listedInAgenda(criteria), lastingInto(from)] }
  const rows = await db.plannedAction.findMany({ where, select: entrySelect, orderBy: [{ endsOn: 'asc' }, { id: 'asc' }], take: shownLasting + 1 })
  return { actions: rows.slice(0, shownLasting), hasMore: rows.length > shownLasting }
}

const daySelect = { id: true, title: true, state: true, outcome: true, startsOn: true, endsOn: true, clee: { select: { name: true } } } satisfies Prisma.PlannedActionSelect
export type DayAction = Prisma.PlannedActionGetPayload<{ select: typeof daySelect }>

/** What a month can hold at most: beyond, its table says nothing more. */
const monthLimit = 5_000

/** The actions of a month, those begun before included, by day. */
export async function listMonth(criteria: Criteria, first: Date, last: Date): Promise<DayAction[]> {
  const list = (within: Prisma.PlannedActionWhereInput) =>
    db.plannedAction.findMany({ where: { AND: [listedInAgenda(criteria), within] }, select: daySelect, orderBy: [{ startsOn: 'asc' }, { id: 'asc' }], take: monthLimit })
  const [lasting, starting] = await Promise.all([list(lastingInto(first)), list({ startsOn: { gte: first, lte: last } })])
  return [...lasting, ...starting]
}

/** CLEEs offered as a filter at most: a longer list is narrowed by its bassin. */
const offeredClees = 100

/** The CLEEs to choose from, of a bassin if one is chosen; only the chosen one when they are too many. */
export async function listCleeOptions({ bassin, clee }: Criteria) {
  const where = { ...listedClees, ...(bassin && { bassins: { some: { bassinId: bassin.id } } }) }
  const clees = await db.clee.findMany({ where, select: { name: true, slug: true }, orderBy: { searchName: 'asc' }, take: offeredClees + 1 })
  const offered = clees.length > offeredClees ? [] : clees
  const isMissing = clee && !offered.some(({ slug }) => slug === clee.slug)
  return [...(isMissing ? [clee] : []), ...offered].map(({ slug, name }) => ({ value: slug, label: name }))
}
