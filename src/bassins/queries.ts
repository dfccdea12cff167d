import { db } from '../db.ts'
import { listedClees } from '../clees/policy.ts'
import { notFound } from '../errors.ts'

const withCount = { _count: { select: { clees: { where: { clee: listedClees } } } } } as const

/** Every bassin with the number of its published CLEEs, by name. */
export const listBassins = () => db.bassin.findMany({ include: withCount, orderBy: { name: 'asc' } })

/** Bassins as the options of a field; ids for forms. */
export async function listBassinOptions() {
  const bassins = await db.bassin.findMany({ orderBy: { name: 'asc' } })
  return bassins.map(({ id, name }) => ({ value: id, label: name }))
}

/** A bassin; 404 when there is none of that slug. */
export async function getBassin(slug: string) {
  const bassin = await db.bassin.findUnique({ where: { slug }, include: withCount })
  if (!bassin) throw notFound('Ce bassin n’existe pas.')
  return bassin
}
