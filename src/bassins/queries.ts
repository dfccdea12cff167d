import { db } from '../db.ts'
import { listedClees } from '../clees/policy.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { schoolYearOf } from '../school-year.ts'
import { searchWords } from '../text.ts'
import { displayName } from '../users/names.ts'
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

/** Whether a CLEE, or a coordinator of any year, refers to a bassin. */
export const isUsed = async (id: string) => (await db.bassin.count({ where: { id, OR: [{ clees: { some: {} } }, { coordinators: { some: {} } }] } })) > 0

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

/** What the mission manages: each bassin with its CLEEs of any state and its coordinators of the year. */
export async function listManagedBassins(search: string, sort: BassinSort) {
  const coordinators = { where: { schoolYear: schoolYearOf(), user: { isActive: true } }, include: { user: true }, orderBy: { id: 'asc' } } satisfies Prisma.Bassin$coordinatorsArgs
  const bassins = await db.bassin.findMany({ where: searchWhere(search), include: { coordinators, _count: { select: { clees: true } } }, orderBy: { searchName: 'asc' } })
  const rows = bassins.map(({ slug, name, coordinators: people, _count }) => ({ slug, name, clees: _count.clees, coordinators: people.map(({ user }) => displayName(user)).join(', ') }))
  return sortRows(rows, sort, { nom: (row) => row.name, clees: (row) => row.clees, coordination: (row) => row.coordinators })
}
