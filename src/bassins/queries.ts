import { db } from '../db.ts'
import { listedClees } from '../clees/policy.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { schoolYearOf } from '../school-year.ts'
import { displayName, searchWords } from '../text.ts'
import { sortRows, type Sort } from '../web/sorting.ts'

const withCount = { _count: { select: { clees: { where: { clee: listedClees } } } } } as const

function searchWhere(search: string): Prisma.BassinWhereInput {
  const words = searchWords(search)
  if (search !== '' && words.length === 0) return { id: { in: [] } }
  return { AND: words.map((word) => ({ searchName: { contains: word } })) }
}

/** The bassins that a search keeps, all without one, with the number of their published CLEEs, by name. */
export const listBassins = (search = '') => db.bassin.findMany({ where: searchWhere(search), include: withCount, orderBy: { name: 'asc' } })

/** How many bassins there are. */
export const countBassins = () => db.bassin.count()

/** Bassins as the options of a field; ids for forms. */
export async function listBassinOptions() {
  const bassins = await db.bassin.findMany({ orderBy: { name: 'asc' } })
  return bassins.map(({ id, name }) => ({ value: id, label: name }))
}

/** What refers to a bassin, of any state and any year: while something does, it stays. */
export const countUses = async (id: string) => ({ clees: await db.cleeBassin.count({ where: { bassinId: id } }), coordinators: await db.bassinCoordinator.count({ where: { bassinId: id } }) })
export type Uses = Awaited<ReturnType<typeof countUses>>

/** A bassin; 404 when there is none of that slug. */
export async function getBassin(slug: string) {
  const bassin = await db.bassin.findUnique({ where: { slug }, include: withCount })
  if (!bassin) throw notFound('Ce bassin n’existe pas.')
  return bassin
}

/** The bassins that a search keeps, by name, with the communes that their published CLEEs cover. */
export async function listBassinTerritories(search: string) {
  const communes = { include: { commune: true }, orderBy: { commune: { searchName: 'asc' } } } satisfies Prisma.Clee$communesArgs
  const bassins = await db.bassin.findMany({
    where: searchWhere(search),
    include: { clees: { where: { clee: listedClees }, include: { clee: { include: { communes } } }, orderBy: { cleeId: 'asc' } } },
    orderBy: { name: 'asc' },
  })
  return bassins.map(({ name, clees }) => ({
    name,
    clees: clees.length,
    communes: [...new Map(clees.flatMap(({ clee }) => clee.communes.map(({ commune }) => [commune.code, commune.name] as const))).values()],
  }))
}

export const bassinPageSize = 50
export const bassinSorts = ['nom', 'clees', 'coordination'] as const
export type BassinSort = Sort<(typeof bassinSorts)[number]>

/** Declared, not published yet: neither a draft, which is its author's alone, nor closed. */
const unpublishedClees = { acknowledgedAt: null, status: { notIn: ['draft', 'closed'] } } satisfies Prisma.CleeWhereInput

/** What the mission manages: each bassin with its published CLEEs, as the public list counts them, those that are not yet, and its coordinators of the year. */
export async function listManagedBassins(search: string, sort: BassinSort) {
  const coordinators = { where: { schoolYear: schoolYearOf(), user: { isActive: true } }, include: { user: true }, orderBy: { id: 'asc' } } satisfies Prisma.Bassin$coordinatorsArgs
  const bassins = await db.bassin.findMany({ where: searchWhere(search), include: { coordinators, clees: { where: { clee: { OR: [listedClees, unpublishedClees] } }, select: { clee: { select: { acknowledgedAt: true } } } } }, orderBy: { searchName: 'asc' } })
  const rows = bassins.map(({ slug, name, coordinators: people, clees }) => {
    const published = clees.filter(({ clee }) => clee.acknowledgedAt).length
    return { slug, name, clees: published, unpublished: clees.length - published, coordinators: people.map(({ user }) => displayName(user)).join(', ') }
  })
  return sortRows(rows, sort, { nom: (row) => row.name, clees: (row) => row.clees, coordination: (row) => row.coordinators })
}
