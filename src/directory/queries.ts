import type { CurrentUser } from '../auth/current-user.ts'
import { atAddress, listedClees, visibleClees } from '../clees/policy.ts'
import { cleeInclude, type FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'
import { pageSlice } from '../web/pagination.ts'

export const directoryPageSize = 20

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

export type DirectoryCriteria = { search: string; bassinSlug: string; communeCode: string }

function directoryWhere({ search, bassinSlug, communeCode }: DirectoryCriteria): Prisma.CleeBassinWhereInput {
  return {
    ...(bassinSlug && { bassin: { slug: bassinSlug } }),
    clee: {
      ...listedClees,
      ...(communeCode && { communes: { some: { communeCode } } }),
      AND: searchFilters(search),
    },
  }
}

/** A page of the directory: published CLEEs by bassin then name; one of two bassins stands under both. `total` counts lines, `count` CLEEs. */
export async function listDirectory(criteria: DirectoryCriteria, page: number) {
  const where = directoryWhere(criteria)
  const [total, count] = await Promise.all([db.cleeBassin.count({ where }), db.clee.count({ where: { bassins: { some: where } } })])
  const lines = await db.cleeBassin.findMany({
    where,
    include: { bassin: true, clee: { include: cleeInclude() } },
    orderBy: [{ bassin: { name: 'asc' } }, { clee: { searchName: 'asc' } }],
    ...pageSlice(page, total, directoryPageSize),
  })
  return { lines, total, count }
}
