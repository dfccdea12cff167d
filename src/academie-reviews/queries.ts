import type { CurrentUser } from '../auth/current-user.ts'
import { visibleListClees } from '../clee-list/policy.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { readFigures, type Figures, type Links } from '../reviews/figures.ts'
import { expectedState, reviewStates, type ReviewKey } from '../reviews/labels.ts'
import { findReviewDeadline } from '../reviews/years.ts'
import { achievedCount, addTallies, emptyTally, type Tally } from '../reviews/tallies.ts'
import { previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { searchWords } from '../text.ts'
import { sortRows, type Sort } from '../web/sorting.ts'
import type { ReviewFilters } from './schemas.ts'

export const reviewPageSize = 50
export const reviewSorts = ['nom', 'bassin', 'actions', 'eleves', 'filles', 'adultes', 'organisations', 'etablissements', 'etat'] as const
export type ReviewSort = Sort<(typeof reviewSorts)[number]>

/** Beyond this number the table, and its file, would stop; an académie has some dozens of CLEEs. */
const limit = 10_000

const cleeSelect = (schoolYear: string) =>
  ({
    id: true,
    slug: true,
    name: true,
    bassins: { select: { bassin: { select: { id: true, name: true, slug: true } } }, orderBy: { bassin: { searchName: 'asc' } } },
    reviews: { where: { schoolYear }, select: { status: true, returnReason: true } },
  }) satisfies Prisma.CleeSelect

/** Open CLEEs, and those that were closed since with actions of that year. */
const listReviewedClees = (user: CurrentUser, schoolYear: string) =>
  db.clee.findMany({
    where: { AND: [visibleListClees(user), { OR: [{ status: { not: 'closed' } }, { plans: { some: { schoolYear } } }] }] },
    select: cleeSelect(schoolYear),
    orderBy: { searchName: 'asc' },
    take: limit,
  })
type ReviewedClee = Awaited<ReturnType<typeof listReviewedClees>>[number]

const noFigures = { ...emptyTally, schools: 0, organisations: 0 }

function lineOf(clee: ReviewedClee, { clees }: Figures, deadline: Date | null) {
  const review = clee.reviews[0] ?? null
  const figures = clees.get(clee.id) ?? noFigures
  const status: ReviewKey = review?.status ?? 'none'
  return { id: clee.id, slug: clee.slug, name: clee.name, bassins: clee.bassins.map(({ bassin }) => bassin), status, state: expectedState(review, deadline), ...figures, achieved: achievedCount(figures) }
}
export type ReviewLine = ReturnType<typeof lineOf>

export type BassinLine = Tally & Links & { id: string; name: string; clees: number }

/** What the CLEEs of each bassin add up to; a CLEE of two bassins counts in both. A coordinator sees those of theirs. */
function bassinLines(user: CurrentUser, lines: ReviewLine[], { bassins }: Figures): BassinLine[] {
  const all = [...new Map(lines.flatMap((line) => line.bassins.map((bassin) => [bassin.id, bassin] as const))).values()]
  const own = all.filter(({ id }) => user.role === 'mission' || user.bassinIds.includes(id))
  return own.map(({ id, name }) => {
    const clees = lines.filter((line) => line.bassins.some((bassin) => bassin.id === id))
    return { ...clees.reduce<Tally>(addTallies, emptyTally), schools: 0, organisations: 0, ...bassins.get(id), id, name, clees: clees.filter(({ achieved }) => achieved > 0).length }
  }).toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

/** The review of the académie, or of a coordinator's CLEEs: its figures, those of the year before, bassins and CLEEs by name. */
export async function readAcademieReview(user: CurrentUser, schoolYear: string) {
  const clees = await listReviewedClees(user, schoolYear)
  const cleeIds = user.role === 'mission' ? null : clees.map(({ id }) => id)
  const [figures, before] = await Promise.all([schoolYear, previousSchoolYear(schoolYear)].map((year) => readFigures({ schoolYear: year, cleeIds }))) as [Figures, Figures]
  const deadline = await findReviewDeadline(schoolYear)
  const lines = clees.map((clee) => lineOf(clee, figures, deadline))
  return { figures, before, lines, bassins: bassinLines(user, lines, figures) }
}

const reviewKeys = Object.keys(reviewStates)

const keyOf: Record<ReviewSort['key'], (line: ReviewLine) => string | number> = {
  nom: ({ name }) => name,
  bassin: ({ bassins }) => bassins.map(({ name }) => name).join(', '),
  actions: ({ achieved }) => achieved,
  eleves: ({ pupils }) => pupils,
  filles: ({ girls }) => girls,
  adultes: ({ adults }) => adults,
  organisations: ({ organisations }) => organisations,
  etablissements: ({ schools }) => schools,
  etat: ({ status }) => reviewKeys.indexOf(status),
}

/** The school years to choose from, newest first: those that have lists, and this one. */
export async function listReviewedYears(): Promise<string[]> {
  const plans = await db.actionPlan.groupBy({ by: ['schoolYear'], orderBy: { schoolYear: 'desc' } })
  return [...new Set([schoolYearOf(), ...plans.map((plan) => plan.schoolYear)])].toSorted((one, other) => other.localeCompare(one))
}

/** The lines that the filters keep, in the order asked for. */
export function keepLines(lines: ReviewLine[], { texte, bassin, etat }: ReviewFilters, sort: ReviewSort) {
  const words = searchWords(texte)
  const matches = ({ name }: ReviewLine) => words.every((word) => searchWords(name).some((own) => own.startsWith(word)))
  const kept = lines.filter((line) => matches(line) && (bassin === '' || line.bassins.some(({ slug }) => slug === bassin)) && (etat === '' || line.status === etat))
  return sortRows(kept, sort, keyOf)
}
