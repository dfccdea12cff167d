import { planStates } from '../action-plans/labels.ts'
import { listStandings } from '../charters/standings.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { reviewStates } from '../reviews/labels.ts'
import { followed } from '../school-years/expected.ts'
import type { OpenedYear } from '../school-years/queries.ts'
import { sortRows, type Sort } from '../web/sorting.ts'
import { progressInclude, progressLine, type ProgressLine } from './lines.ts'
import type { ProgressFilters } from './schemas.ts'

export const progressPageSize = 50
export const progressSorts = ['nom', 'bassin', 'charte', 'liste', 'date', 'actions', 'bilan'] as const
export type ProgressSort = Sort<(typeof progressSorts)[number]>

/** An académie has some dozens of CLEEs; beyond this number the list would stop. */
const limit = 10_000

// A CLEE that has closed stays in the years in which it had a list.
const followedClees = (schoolYear: string): Prisma.CleeWhereInput => ({ status: { not: 'draft' }, OR: [{ status: { not: 'closed' } }, { plans: { some: { schoolYear, actions: { some: {} } } } }] })

/** Where each CLEE stands in a school year, by name; a number of queries that does not depend on how many they are. */
async function readLines(schoolYear: string, year: OpenedYear | null) {
  const clees = await db.clee.findMany({ where: followedClees(schoolYear), include: progressInclude(schoolYear), orderBy: { searchName: 'asc' }, take: limit })
  const standings = await listStandings(clees.map(({ id }) => id))
  const slugs = new Map(clees.map(({ id, bassins }) => [id, bassins.map(({ bassin }) => bassin.slug)]))
  return clees.map((clee) => ({ ...progressLine(clee, standings.get(clee.id), year), bassinSlugs: slugs.get(clee.id) ?? [] }))
}

const isKept: Record<Exclude<ProgressFilters['manque'], ''>, (line: ProgressLine) => boolean> = {
  charte: ({ missing }) => missing.includes('charter'),
  liste: ({ missing }) => missing.includes('plan'),
  bilan: ({ missing }) => missing.includes('review'),
  retard: ({ late }) => late.length > 0,
  'retard-charte': ({ late }) => late.includes('charter'),
  'retard-liste': ({ late }) => late.includes('plan'),
  'retard-bilan': ({ late }) => late.includes('review'),
}

const orderOf = (badges: object) => Object.fromEntries(Object.keys(badges).map((key, index) => [key, index])) as Record<string, number>
const [planOrder, reviewOrder] = [orderOf(planStates), orderOf(reviewStates)]

const keyOf: Record<ProgressSort['key'], (line: ProgressLine) => string | number> = {
  nom: ({ name }) => name,
  bassin: ({ bassins }) => bassins.join(', '),
  charte: ({ charter }) => charter.badge.label,
  liste: ({ plan }) => planOrder[plan.status] ?? 0,
  date: ({ plan }) => plan.day?.getTime() ?? '',
  actions: ({ actions }) => actions,
  bilan: ({ review }) => reviewOrder[review.status] ?? 0,
}

/** How many CLEEs have sent what a year expects of them, how many are late, and how many actions they have. */
function totalsOf(lines: ProgressLine[]) {
  const sent = Object.fromEntries(followed.map((what) => [what, lines.filter(({ isSent }) => isSent[what]).length])) as Record<(typeof followed)[number], number>
  const missing = Object.fromEntries(followed.map((what) => [what, lines.filter((line) => line.missing.includes(what)).length])) as typeof sent
  return { clees: lines.length, sent, missing, late: lines.filter(({ late }) => late.length > 0).length, actions: lines.reduce((sum, { actions }) => sum + actions, 0) }
}
export type ProgressTotals = ReturnType<typeof totalsOf>

/** The progress of a school year: the lines that the filters keep, sorted, and the totals of all. */
export async function readProgress(schoolYear: string, year: OpenedYear | null, { bassin, manque }: ProgressFilters, sort: ProgressSort) {
  const all = await readLines(schoolYear, year)
  const kept = all.filter((line) => (bassin === '' || line.bassinSlugs.includes(bassin)) && (manque === '' || isKept[manque](line)))
  return { lines: sortRows(kept, sort, keyOf), totals: totalsOf(all) }
}

/** What a school year still misses, in numbers. */
export const readTotals = async (schoolYear: string): Promise<ProgressTotals> => totalsOf(await readLines(schoolYear, null))
