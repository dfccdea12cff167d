import { listedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { addressOf } from '../web/address.ts'
import type { BassinItem } from './schemas.ts'
import { batchSize, readerOf } from './source.ts'

const bassinInclude = {
  clees: { where: { clee: listedClees }, select: { clee: { select: { slug: true, name: true, communes: { select: { communeCode: true } } } } }, orderBy: { clee: { searchName: 'asc' } } },
} satisfies Prisma.BassinInclude
type Row = Prisma.BassinGetPayload<{ include: typeof bassinInclude }>

const itemOf = ({ slug, name, presentation, clees }: Row): BassinItem => ({
  slug,
  name,
  presentation,
  clee_count: clees.length,
  commune_count: new Set(clees.flatMap(({ clee }) => clee.communes.map(({ communeCode }) => communeCode))).size,
  clees: clees.map(({ clee }) => ({ slug: clee.slug, name: clee.name })),
  url: addressOf(`/bassins/${slug}`),
})

const byName = { name: 'asc' } as const

/** The bassins of the académie, by name. */
export const bassinReader = readerOf({
  whereOf: (_filters: object): Promise<Prisma.BassinWhereInput> => Promise.resolve({}),
  count: (where: Prisma.BassinWhereInput) => db.bassin.count({ where }),
  // A bassin has no date of its own: its CLEEs have.
  changedAt: async (bassin) => (await db.clee.aggregate({ where: { ...listedClees, bassins: { some: { bassin } } }, _max: { updatedAt: true } }))._max.updatedAt,
  slice: (where, bounds): Promise<Row[]> => db.bassin.findMany({ where, include: bassinInclude, orderBy: byName, ...bounds }),
  after: (where, last): Promise<Row[]> =>
    db.bassin.findMany({ where: { AND: [where, last ? { name: { gt: last.name } } : {}] }, include: bassinInclude, orderBy: byName, take: batchSize }),
  present: (rows) => Promise.resolve(rows.map(itemOf)),
})

/** A bassin; 404 when there is none of that address. */
export async function getOpenBassin(slug: string): Promise<BassinItem> {
  const bassin = await db.bassin.findUnique({ where: { slug }, include: bassinInclude })
  if (!bassin) throw notFound('Ce bassin n’existe pas. La liste est à l’adresse /api/v1/bassins.')
  return itemOf(bassin)
}
