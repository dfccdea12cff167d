import { searchQuery } from '../action-search/words.ts'
import { byDate } from '../actions/queries.ts'
import { publishedActions } from '../actions/policy.ts'
import type { Sector } from '../actions/vocabulary.ts'
import { atAddress, listedClees, publishedClees } from '../clees/policy.ts'
import type { CommuneMatch } from '../communes/queries.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { heldOnDay, runningOn, schoolYearBounds, schoolYearOf, today } from '../school-year.ts'
import { slugify } from '../text.ts'

const cleeSelect = { id: true, slug: true, name: true, longName: true, status: true } satisfies Prisma.CleeSelect
export type FoundClee = Prisma.CleeGetPayload<{ select: typeof cleeSelect }>

/** What an académie can hold; names are compared here rather than in the database, which keeps no key of long names. */
const mostClees = 2_000

/** The published CLEEs, by name, closed ones included: their page stays. */
export const listFindableClees = () => db.clee.findMany({ where: publishedClees, select: cleeSelect, orderBy: { searchName: 'asc' }, take: mostClees })

/** The CLEE at this address, today or before: its last part, or the whole of it pasted. */
export async function findCleeAt(text: string) {
  const slug = slugify(text.split('/').at(-1) ?? '')
  return /[-/]/.test(text) && slug !== '' ? db.clee.findFirst({ where: { AND: [publishedClees, atAddress(slug)] }, select: cleeSelect }) : null
}

/** The bassins by name, with the listed CLEEs of each. */
export const listFindableBassins = () =>
  db.bassin.findMany({
    select: { id: true, slug: true, name: true, clees: { where: { clee: listedClees }, select: { cleeId: true }, orderBy: { clee: { searchName: 'asc' } } } },
    orderBy: { name: 'asc' },
  })
export type FoundBassin = Awaited<ReturnType<typeof listFindableBassins>>[number]

/** Communes by their INSEE code, the biggest first. */
export const listCommunesByCode = (codes: string[]): Promise<CommuneMatch[]> =>
  db.commune.findMany({ where: { code: { in: codes } }, select: { code: true, name: true, postalCodes: true, epciName: true, population: true }, orderBy: [{ population: 'desc' }, { code: 'asc' }] })

/** The listed CLEEs that cover communes, by code of commune; the ids only. */
export async function listCoverage(codes: string[]) {
  const rows = await db.cleeCommune.findMany({ where: { communeCode: { in: codes }, clee: listedClees }, select: { communeCode: true, cleeId: true }, orderBy: { clee: { searchName: 'asc' } } })
  return Map.groupBy(rows, ({ communeCode }) => communeCode)
}

const shownActions = 6
const announced = { id: true, title: true, type: true, startsOn: true, endsOn: true, place: true, clee: { select: { name: true, slug: true } } } satisfies Prisma.PlannedActionSelect
export type FoundAction = Prisma.PlannedActionGetPayload<{ select: typeof announced }>

/** The actions to come that hold these words, nearest first, and whether there are others. The policy is asked again of those that the index gives. */
export async function findActions(text: string): Promise<{ actions: FoundAction[]; hasMore: boolean }> {
  const query = searchQuery(text, true)
  if (query === '') return { actions: [], hasMore: false }
  const ids = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM planned_actions
    WHERE visibility = 'public' AND retained_at IS NOT NULL AND coalesce(ends_on, starts_on) >= ${today()}::date
      AND search @@ to_tsquery('plain_french', ${query}) AND numnode(to_tsquery('plain_french', ${query})) > 0
    ORDER BY starts_on, id LIMIT 50`
  if (ids.length === 0) return { actions: [], hasMore: false }
  const actions = await db.plannedAction.findMany({ where: { id: { in: ids.map(({ id }) => id) }, AND: publishedActions }, select: announced, orderBy: byDate, take: shownActions + 1 })
  return { actions: actions.slice(0, shownActions), hasMore: actions.length > shownActions }
}

export type SectorAction = { sectors: string[]; cleeId: string; startsOn: Date | null; endsOn: Date | null }

/** The public actions of the school year in these sectors: what each has, and of which CLEE. */
export async function listSectorActions(sectors: Sector[]): Promise<SectorAction[]> {
  if (sectors.length === 0) return []
  const { first, last } = schoolYearBounds(schoolYearOf())
  return db.plannedAction.findMany({ where: { ...publishedActions, startsOn: { gte: first, lte: last }, sectors: { hasSome: sectors } }, select: { sectors: true, cleeId: true, startsOn: true, endsOn: true }, orderBy: { id: 'asc' }, take: 2_000 })
}

const shownStructures = 6

/** The organisations of these names that take part in listed CLEEs today, with the ids of those; co-pilots and members are published as structures (R18). */
export async function findStructures(phrases: string[]) {
  const wanted = phrases.filter((phrase) => phrase.length > 2)
  if (wanted.length === 0) return []
  const day = today()
  const [members, copilots] = [{ ...runningOn(day), clee: listedClees }, { ...heldOnDay(day), clee: listedClees }]
  const found = await db.organisation.findMany({
    where: { AND: [{ OR: wanted.map((phrase) => ({ AND: phrase.split(' ').map((word) => ({ searchName: { contains: word } })) })) }, { OR: [{ members: { some: members } }, { copilots: { some: copilots } }] }] },
    select: { id: true, name: true, city: true, members: { where: members, select: { cleeId: true }, orderBy: { id: 'asc' } }, copilots: { where: copilots, select: { cleeId: true }, orderBy: { id: 'asc' } } },
    orderBy: [{ searchName: 'asc' }, { id: 'asc' }],
    take: shownStructures,
  })
  return found.map(({ members: seats, copilots: pilots, ...one }) => ({ ...one, cleeIds: [...new Set([...pilots, ...seats].map(({ cleeId }) => cleeId))] }))
}
export type FoundStructure = Awaited<ReturnType<typeof findStructures>>[number]

const published = { publishedAt: { not: null } }

/** What is read of the mission: editorial pages and documents, whose titles and summaries are few enough to be compared here. */
export async function listFindableTexts() {
  const [pages, documents] = await Promise.all([
    db.editorialPage.findMany({ where: published, select: { slug: true, title: true, summary: true }, orderBy: [{ position: 'asc' }, { slug: 'asc' }], take: 100 }),
    db.document.findMany({ where: published, select: { id: true, title: true, description: true, schoolYear: true, fileName: true }, orderBy: [{ schoolYear: 'desc' }, { title: 'asc' }, { id: 'asc' }], take: 300 }),
  ])
  return [
    ...pages.map(({ slug, title, summary }) => ({ href: `/pages/${slug}`, title, text: summary, detail: 'Page' })),
    ...documents.map(({ id, title, description, schoolYear, fileName }) => ({ href: `/documents/${id}/${encodeURIComponent(fileName)}`, title, text: description, detail: ['Document', schoolYear].filter(Boolean).join(' ') })),
  ]
}
