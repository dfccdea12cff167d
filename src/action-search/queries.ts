import { readableActions } from '../actions/policy.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { workspaceClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { Cursor, Place } from './cursor.ts'
import type { ActionSearchFilters } from './schemas.ts'
import { findPage, listPlacesAfter, type Page } from './places.ts'
import type { Search } from './sql.ts'
import { mayBeUnfinished } from './words.ts'

const searchPageSize = 20
const exportBatchSize = 500

const found = {
  id: true, title: true, type: true, state: true, outcome: true, retainedAt: true, schoolYear: true, audiences: true, levels: true, avenirGoals: true, sectors: true, visibility: true,
  startsOn: true, endsOn: true, place: true, objective: true, publicSummary: true, pupilsPlanned: true, pupilsReached: true, orderedOn: true,
  clee: { select: { name: true, slug: true, bassins: { select: { bassin: { select: { name: true } } }, orderBy: { bassin: { searchName: 'asc' } } } } },
} satisfies Prisma.PlannedActionSelect
export type FoundAction = Prisma.PlannedActionGetPayload<{ select: typeof found }>

// The mission works in all CLEEs: the query says so without listing them.
const listOwnCleeIds = async (user: CurrentUser) => {
  if (user.role === 'mission') return []
  return (await db.clee.findMany({ where: workspaceClees(user), select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id)
}

/** The CLEEs of the bassin of this address; null without one, which filters nothing. */
async function listBassinCleeIds(slug: string) {
  const bassin = slug === '' ? null : await db.bassin.findUnique({ where: { slug }, select: { clees: { select: { cleeId: true }, orderBy: { cleeId: 'asc' } } } })
  return bassin?.clees.map(({ cleeId }) => cleeId) ?? null
}

/** A search, with what its conditions need to know of the CLEEs. */
export async function prepareSearch(user: CurrentUser, filters: ActionSearchFilters): Promise<Search> {
  const bassinCleeIds = await listBassinCleeIds(filters.bassin)
  return { user, filters: { ...filters, bassin: bassinCleeIds ? filters.bassin : '' }, ownCleeIds: await listOwnCleeIds(user), bassinCleeIds, isUnfinished: false }
}

/** A search and a page of it; when no action holds its last word, those that hold one beginning so. */
async function settle(asked: Search, cursor: Cursor | null, limit: number): Promise<{ search: Search; page: Page }> {
  const page = await findPage(asked, cursor, limit)
  if (page.count > 0 || !mayBeUnfinished(asked.filters.texte)) return { search: asked, page }
  const search = { ...asked, isUnfinished: true }
  return { search, page: await findPage(search, cursor, limit) }
}

/** The actions of these places, in their order; the policy is asked again. */
async function readActions(user: CurrentUser, places: Place[]): Promise<FoundAction[]> {
  const ids = places.map(({ id }) => id)
  const actions = await db.plannedAction.findMany({ where: { id: { in: ids }, AND: readableActions(user) }, select: found, orderBy: { id: 'asc' } })
  const byId = new Map(actions.map((action) => [action.id, action]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** A page of a search, newest first, by keyset: one deep in the list costs what the first does. */
export async function searchActions(asked: Search, cursor: Cursor | null) {
  const { search, page } = await settle(asked, cursor, searchPageSize + 1)
  const { count, isMore, places } = page
  const isBackwards = cursor?.direction === 'before'
  // Nothing follows, or the page before is not full: the address is an old one, or the first page is what it asks for.
  if (cursor && places.length < (isBackwards ? searchPageSize : 1)) return searchActions(asked, null)
  const hasMore = places.length > searchPageSize
  const shown = isBackwards ? places.slice(0, searchPageSize).toReversed() : places.slice(0, searchPageSize)
  return {
    count,
    isMore,
    actions: await readActions(search.user, shown),
    previous: (isBackwards ? hasMore : cursor) ? (shown[0] ?? null) : null,
    next: isBackwards || hasMore ? (shown.at(-1) ?? null) : null,
  }
}

const placeOf = ({ id, orderedOn }: FoundAction): Cursor => ({ orderedOn: orderedOn.toISOString().slice(0, 10), id, direction: 'after' })

/** What gives the actions of a search batch by batch, each after the last of the one before: what a file reads. */
export async function readSearchBatches(asked: Search) {
  const { search, page } = await settle(asked, null, 1)
  return async (after: FoundAction | null) => readActions(search.user, await listPlacesAfter(search, page, after && placeOf(after), exportBatchSize))
}

/** The school years that have lists, newest first. */
export async function listSearchYears() {
  const years = await db.actionPlan.groupBy({ by: ['schoolYear'], orderBy: { schoolYear: 'desc' } })
  return years.map(({ schoolYear }) => schoolYear)
}
