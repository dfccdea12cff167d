import type { CurrentUser } from '../auth/current-user.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { schoolYearBounds } from '../school-year.ts'
import type { Cursor } from './cursor.ts'
import type { ActionSearchFilters } from './schemas.ts'
import { searchQuery } from './words.ts'

/** Who searches what: the CLEEs of the person, those of the bassin that the search keeps to, if any, and whether its last word is taken for the beginning of one. */
export type Search = { user: CurrentUser; filters: ActionSearchFilters; ownCleeIds: string[]; bassinCleeIds: string[] | null; isUnfinished: boolean }

const { sql, empty } = Prisma

// The same as readableActions, for queries that Prisma can't write: a test holds them together.
function readable({ user, ownCleeIds }: Search) {
  const shared = sql`a.visibility <> 'private' AND a.state <> 'proposed' AND a.clee_id IN (SELECT id FROM clees WHERE acknowledged_at IS NOT NULL)`
  if (user.role === 'mission') return sql`(${shared} OR a.clee_id IN (SELECT id FROM clees WHERE status <> 'draft'))`
  const associated = sql`a.id IN (SELECT action_id FROM action_clees WHERE clee_id = ANY(${ownCleeIds}::uuid[]))`
  return sql`(${shared} OR a.clee_id = ANY(${ownCleeIds}::uuid[]) OR ${associated})`
}

// Lexemes that the trigger of the actions adds to their words.
const facet = (letter: string, value: string) => (value ? [`'${letter}:${value}'`] : [])

const facetsOf = (filters: ActionSearchFilters) => [
  ...facet('t', filters.type),
  ...facet('l', filters.niveau),
  ...facet('s', filters.secteur),
  ...facet('y', filters.annee),
].join(' & ')

/** The words and the filters, as one condition that the index on `search` answers; `empty` when everything is kept. */
function matching({ filters, isUnfinished }: Search) {
  const [words, facets] = [searchQuery(filters.texte, isUnfinished), facetsOf(filters)]
  // A text without a word is answered by nothing.
  if (filters.texte.trim() !== '' && words === '') return sql`AND false`
  if (words && facets) return sql`AND a.search @@ (to_tsquery('plain_french', ${words}) && ${facets}::tsquery)`
  if (words) return sql`AND a.search @@ to_tsquery('plain_french', ${words})`
  return facets ? sql`AND a.search @@ ${facets}::tsquery` : empty
}

const inBassin = ({ bassinCleeIds }: Search) => (bassinCleeIds ? sql`AND a.clee_id = ANY(${bassinCleeIds}::uuid[])` : empty)

function beyond(cursor: Cursor | null) {
  if (!cursor) return empty
  const place = sql`(${cursor.orderedOn}::date, ${cursor.id}::uuid)`
  return cursor.direction === 'after' ? sql`AND (a.ordered_on, a.id) < ${place}` : sql`AND (a.ordered_on, a.id) > ${place}`
}

// The days of the year asked for say where to begin to whoever walks along them.
function inYear({ filters: { annee } }: Search) {
  if (!annee) return empty
  const { first, last } = schoolYearBounds(annee)
  return sql`AND a.ordered_on BETWEEN ${first}::date AND ${last}::date`
}

const kept = (search: Search) => sql`WHERE ${readable(search)} ${matching(search)} ${inBassin(search)}`
const isBackwards = (cursor: Cursor | null) => cursor?.direction === 'before'
const columns = sql`a.id, a.ordered_on::text AS "orderedOn"`
const byDay = (cursor: Cursor | null) => (isBackwards(cursor) ? sql`ORDER BY a.ordered_on, a.id` : sql`ORDER BY a.ordered_on DESC, a.id DESC`)
// PostgreSQL sorts what the words and filters keep: no index gives the order of an expression.
const sorted = (cursor: Cursor | null) => (isBackwards(cursor) ? sql`ORDER BY a.ordered_on + 0, a.id` : sql`ORDER BY a.ordered_on + 0 DESC, a.id DESC`)

/** The places of a page among the first `reach` actions from the cursor on, walked through in their order: what most answer. */
export const walkQuery = (search: Search, cursor: Cursor | null, limit: number, reach: number) => sql`
  SELECT ${columns} FROM (SELECT * FROM planned_actions a WHERE true ${inYear(search)} ${beyond(cursor)} ${byDay(cursor)} LIMIT ${reach}) a
  ${kept(search)} ${byDay(cursor)} LIMIT ${limit}`

/** The places of a page found by the index of words and filters, then sorted: what few answer. */
export const lookUpQuery = (search: Search, cursor: Cursor | null, limit: number) => sql`
  SELECT ${columns} FROM planned_actions a ${kept(search)} ${beyond(cursor)} ${sorted(cursor)} LIMIT ${limit}`

/** Whether there are more actions than `reach` to walk through, whatever they say. */
export const beyondReachQuery = (search: Search, reach: number) => sql`
  SELECT 1 AS one FROM planned_actions a WHERE true ${inYear(search)} ${byDay(null)} OFFSET ${reach} LIMIT 1`
