import { publishedActions } from '../actions/policy.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { atAddress, listedClees, visibleClees } from '../clees/policy.ts'
import { cleeInclude, type FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { CleeStatus, Prisma } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'
import { readList, readSections } from './lines.ts'

/** The whole of a network on one page: an académie has forty to fifty CLEEs, and one of two bassins stands twice. */
export const directoryPageSize = 60

/** A CLEE as its public page shows it; 404 unless this visitor may see it. */
export async function getClee(user: CurrentUser | undefined, slug: string): Promise<FullClee> {
  const clee = await db.clee.findFirst({ where: { AND: [atAddress(slug), visibleClees(user)] }, include: cleeInclude() })
  if (!clee) throw notFound('Ce CLEE n’existe pas, ou n’est pas encore publié.')
  return clee
}

const wordFilter = (word: string): Prisma.CleeWhereInput => ({
  OR: [
    { searchName: { contains: word } },
    { communes: { some: { commune: { searchName: { contains: word } } } } },
    { bassins: { some: { bassin: { searchName: { contains: word } } } } },
  ],
})

/** One filter a word; a search without a letter or a digit finds nothing. */
function searchFilters(search: string): Prisma.CleeWhereInput[] {
  const words = searchWords(search)
  return words.length === 0 && search !== '' ? [{ id: { in: [] } }] : words.map(wordFilter)
}

export type DirectoryCriteria = { search: string; bassinSlug: string; communeCode: string; status: CleeStatus | '' }
export type DirectoryOrder = 'name' | 'recent'

const cleeWhere = ({ search, bassinSlug, communeCode, status }: DirectoryCriteria): Prisma.CleeWhereInput => ({
  ...listedClees,
  ...(status && { status }),
  ...(bassinSlug && { bassins: { some: { bassin: { slug: bassinSlug } } } }),
  ...(communeCode && { communes: { some: { communeCode } } }),
  AND: searchFilters(search),
})

const isFiltering = ({ search, communeCode, status, bassinSlug }: DirectoryCriteria) => [search, communeCode, status, bassinSlug].some((value) => value !== '')

/** The CLEEs that the criteria keep; null: all. */
async function findKept(criteria: DirectoryCriteria) {
  if (!isFiltering(criteria)) return null
  const clees = await db.clee.findMany({ where: cleeWhere(criteria), select: { id: true }, orderBy: { id: 'asc' } })
  return clees.map(({ id }) => id)
}

/** A page of the directory: published CLEEs by bassin then name; one of two bassins stands under both. `total` counts lines, `count` CLEEs. */
export async function listDirectory(criteria: DirectoryCriteria, page: number) {
  const ids = await findKept(criteria)
  const { lines, total, count } = await readSections(ids, criteria.bassinSlug, page, directoryPageSize)
  return { lines, total, count: ids?.length ?? count }
}

/** A page of published CLEEs, each once, in this order. */
export const listClees = async (criteria: DirectoryCriteria, order: DirectoryOrder, page: number) => readList(await findKept(criteria), order, page, directoryPageSize)

const exportLimit = 10_000

const exportInclude = (schoolYear: string) => ({
  ...cleeInclude(),
  plans: { where: { schoolYear }, include: { _count: { select: { actions: { where: publishedActions } } } } },
}) satisfies Prisma.CleeInclude

export type ExportedClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof exportInclude> }>

/** The published CLEEs that the criteria keep, by name, with what the list of the académie says of each in a school year. */
export const exportClees = (criteria: DirectoryCriteria, schoolYear: string): Promise<ExportedClee[]> =>
  db.clee.findMany({ where: cleeWhere(criteria), include: exportInclude(schoolYear), orderBy: { searchName: 'asc' }, take: exportLimit })
