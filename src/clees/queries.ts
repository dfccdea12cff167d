import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { searchWords } from '../text.ts'
import { pageSlice } from '../web/pagination.ts'
import { publishedClees, visibleClees, workspaceClees } from './policy.ts'

export const directoryPageSize = 20

/** What the pages of a CLEE need of it: bassins, communes, seats of today, members. */
export const cleeInclude = () => {
  const day = today()
  return {
    bassins: { include: { bassin: true }, orderBy: { bassin: { name: 'asc' } } },
    communes: { include: { commune: true }, orderBy: { commune: { searchName: 'asc' } } },
    copilots: {
      where: { OR: [{ endsOn: null }, { endsOn: { gte: day } }] },
      include: { school: true, organisation: true },
      orderBy: [{ side: 'asc' }, { startsOn: 'asc' }, { id: 'asc' }],
    },
    members: { include: { school: true, organisation: true }, orderBy: [{ world: 'asc' }, { createdAt: 'asc' }] },
  } satisfies Prisma.CleeInclude
}

export type FullClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof cleeInclude> }>

/** A CLEE as its public page shows it; 404 unless this visitor may see it. */
export async function getClee(user: CurrentUser | undefined, slug: string): Promise<FullClee> {
  const clee = await db.clee.findFirst({ where: { slug, AND: visibleClees(user) }, include: cleeInclude() })
  if (!clee) throw notFound('Ce CLEE n’existe pas, ou n’est pas encore publié.')
  return clee
}

/** A CLEE for the people who work in it; 404 for anybody else. */
export async function getWorkspaceClee(user: CurrentUser, slug: string): Promise<FullClee> {
  const clee = await db.clee.findFirst({ where: { slug, AND: workspaceClees(user) }, include: cleeInclude() })
  if (!clee) throw notFound()
  return clee
}

/** The CLEEs whose workspace this person may open, by name. */
export const listWorkspaceClees = (user: CurrentUser) =>
  db.clee.findMany({ where: workspaceClees(user), include: cleeInclude(), orderBy: { searchName: 'asc' }, take: 200 })

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
      ...publishedClees,
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

/** Communes of this CLEE that another registered CLEE claims too, with that CLEE's name (R22). */
export const listOverlaps = (clee: FullClee) =>
  db.cleeCommune.findMany({
    where: { communeCode: { in: clee.communes.map((link) => link.communeCode) }, cleeId: { not: clee.id }, clee: { status: { not: 'draft' } } },
    include: { commune: true, clee: { select: { name: true, acknowledgedAt: true } } },
    orderBy: [{ commune: { searchName: 'asc' } }, { cleeId: 'asc' }],
    take: 50,
  })
