import type { CurrentUser } from '../auth/current-user.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { schoolYearBounds, schoolYearOf } from '../school-year.ts'
import type { Cursor } from './cursor.ts'
import type { ActionSearchFilters } from './schemas.ts'
import { phrasesOf, searchQuery } from './words.ts'

/** Who searches what: the CLEEs of the person, those of the bassin that the search keeps to, if any, and whether its last word is taken for the beginning of one. */
export type Search = { user: CurrentUser; filters: ActionSearchFilters; ownCleeIds: string[]; bassinCleeIds: string[] | null; isUnfinished: boolean }

const { sql, empty } = Prisma

// The same as readableActions, for queries that Prisma can't write: a test holds them together.
function readable({ user, ownCleeIds }: Search) {
  const shared = sql`a.visibility <> 'private' AND a.retained_at IS NOT NULL AND a.clee_id IN (SELECT id FROM clees WHERE acknowledged_at IS NOT NULL)`
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

/** The words and the filters as the index on `search` is asked for them; null when everything is kept. */
function tsqueryOf({ filters, isUnfinished }: Search) {
  const [words, facets] = [searchQuery(filters.texte, isUnfinished), facetsOf(filters)]
  if (words && facets) return sql`(to_tsquery('plain_french', ${words}) && ${facets}::tsquery)`
  if (words) return sql`to_tsquery('plain_french', ${words})`
  return facets ? sql`${facets}::tsquery` : null
}

// A text without a word is answered by nothing; so is one whose words don't count, when nothing else is asked.
function worded(search: Search) {
  const { texte } = search.filters
  if (texte.trim() === '') return empty
  return searchQuery(texte, search.isUnfinished) === '' ? sql`AND false` : sql`AND numnode(${tsqueryOf(search)}) > 0`
}

const pairsOf = (phrase: string) => sql`word_pairs(to_tsvector('plain_french', ${phrase}))`

// What the index of words can't tell of a phrase, that of pairs does; one of a single word that counts has none.
function paired({ filters: { texte } }: Search) {
  const conditions = phrasesOf(texte).map((phrase) => sql`AND (${pairsOf(phrase)} IS NULL OR word_pairs(a.search) @> ${pairsOf(phrase)})`)
  return conditions.length > 0 ? Prisma.join(conditions, ' ') : empty
}

function matching(search: Search) {
  const tsquery = tsqueryOf(search)
  return tsquery ? sql`AND a.search @@ ${tsquery} ${worded(search)} ${paired(search)}` : worded(search)
}

const inBassin = ({ bassinCleeIds }: Search) => (bassinCleeIds ? sql`AND a.clee_id = ANY(${bassinCleeIds}::uuid[])` : empty)

function beyond(cursor: Cursor | null) {
  if (!cursor) return empty
  const place = sql`(${cursor.orderedOn}::date, ${cursor.id}::uuid)`
  return cursor.direction === 'after' ? sql`AND (a.ordered_on, a.id) < ${place}` : sql`AND (a.ordered_on, a.id) > ${place}`
}

const kept = (search: Search) => sql`WHERE ${readable(search)} ${matching(search)} ${inBassin(search)}`
const isBackwards = (cursor: Cursor | null) => cursor?.direction === 'before'
const byDay = (cursor: Cursor | null) => (isBackwards(cursor) ? sql`ORDER BY a.ordered_on, a.id` : sql`ORDER BY a.ordered_on DESC, a.id DESC`)
// PostgreSQL sorts what the words and filters keep: no index gives the order of an expression.
const sorted = (cursor: Cursor | null) => (isBackwards(cursor) ? sql`ORDER BY a.ordered_on + 0, a.id` : sql`ORDER BY a.ordered_on + 0 DESC, a.id DESC`)

// The days of the year asked for say where to begin to whoever walks along them.
function inYear({ filters: { annee } }: Search) {
  if (!annee) return empty
  const { first, last } = schoolYearBounds(annee)
  return sql`AND a.ordered_on BETWEEN ${first}::date AND ${last}::date`
}

const firstYear = (schoolYear: string) => sql`${Number(schoolYear.slice(0, 4))}::int`
const cursorYear = ({ orderedOn }: Cursor) => firstYear(schoolYearOf(new Date(`${orderedOn}T00:00:00Z`)))

/** The school years that a search goes through from a cursor on, in the order of the list: days of one never lie in another (R12). */
function years({ filters: { annee } }: Search, cursor: Cursor | null) {
  if (annee) return sql`generate_series(${firstYear(annee)}, ${firstYear(annee)}) AS year`
  const [newest, oldest] = [sql`(SELECT left(max(school_year), 4)::int FROM planned_actions)`, sql`(SELECT left(min(school_year), 4)::int FROM planned_actions)`]
  if (!cursor) return sql`generate_series(${newest}, ${oldest}, -1) AS year`
  return isBackwards(cursor) ? sql`generate_series(${cursorYear(cursor)}, ${newest}) AS year` : sql`generate_series(${cursorYear(cursor)}, ${oldest}, -1) AS year`
}

// The days of a year among those of a few CLEEs; otherwise, what the index of words adds of the year to what it is asked for.
function keptOfYear(search: Search) {
  if (search.bassinCleeIds) return sql`${kept(search)} AND a.ordered_on >= make_date(year, 9, 1) AND a.ordered_on < make_date(year + 1, 9, 1)`
  const [tsquery, ofYear] = [tsqueryOf(search), sql`format('''y:%s-%s''', year, year + 1)::tsquery`]
  return sql`WHERE ${readable(search)} AND a.search @@ ${tsquery ? sql`(${tsquery} && ${ofYear})` : ofYear} ${worded(search)} ${paired(search)}`
}

// Read apart, so that PostgreSQL asks the index without guessing how common the words are: a word that everybody used one year looks common to it, and it would read the whole table for it.
function matchingByIndex(search: Search) {
  const tsquery = tsqueryOf(search)
  return tsquery ? sql`AND a.search @@ (SELECT ${tsquery}) ${worded(search)} ${paired(search)}` : worded(search)
}

// Those of a few CLEEs have an index of their own: PostgreSQL chooses.
const matchingIn = (search: Search) => (search.bassinCleeIds ? sql`${matching(search)} ${inBassin(search)}` : matchingByIndex(search))

const pageOf = (found: Prisma.Sql, cursor: Cursor | null, limit: number) => sql`
  WITH found AS MATERIALIZED (${found})
  SELECT (SELECT count(*)::int FROM found) AS count, array(SELECT a.ordered_on || '_' || a.id FROM found a WHERE true ${beyond(cursor)} ${byDay(cursor)} LIMIT ${limit}) AS places`

/** How many answers there are, up to `most`; and, if there are fewer than that, the places of a page. */
export const countQuery = (search: Search, cursor: Cursor | null, limit: number, most: number) =>
  pageOf(sql`SELECT a.id, a.ordered_on FROM planned_actions a WHERE ${readable(search)} ${matchingIn(search)} LIMIT ${most}`, cursor, limit)

const walked = (search: Search, cursor: Cursor | null, reach: number) => sql`
  SELECT a.id, a.ordered_on FROM (SELECT * FROM planned_actions a WHERE true ${inYear(search)} ${beyond(cursor)} ${byDay(cursor)} LIMIT ${reach}) a ${kept(search)} ${byDay(cursor)}`

/** The same among the newest `reach` actions, which most searches need only walk through; `hasOlder` when there are others, whatever they say. */
export const newestQuery = (search: Search, limit: number, most: number, reach: number) => sql`
  ${pageOf(sql`${walked(search, null, reach)} LIMIT ${most}`, null, limit)},
  EXISTS (SELECT 1 FROM planned_actions a WHERE true ${inYear(search)} ${byDay(null)} OFFSET ${reach}) AS "hasOlder"`

/** The places of a page among the first `reach` actions from the cursor on, walked through in their order. */
export const walkQuery = (search: Search, cursor: Cursor | null, limit: number, reach: number) => sql`
  SELECT a.ordered_on || '_' || a.id AS place FROM (${walked(search, cursor, reach)} LIMIT ${limit}) a`

/** The places of a page found by the index of words and filters, each year sorted in turn until the page is full: what few answer. */
export const lookUpQuery = (search: Search, cursor: Cursor | null, limit: number) => sql`
  SELECT a.ordered_on || '_' || a.id AS place FROM ${years(search, cursor)} CROSS JOIN LATERAL (
    SELECT a.id, a.ordered_on FROM planned_actions a ${keptOfYear(search)} ${beyond(cursor)} ${sorted(cursor)} LIMIT ${limit}) a LIMIT ${limit}`
