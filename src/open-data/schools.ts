import { listedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma, School } from '../generated/prisma/client.ts'
import { addressOf } from '../web/address.ts'
import { cleeIdOf, communeCodeOf } from './filters.ts'
import type { SchoolFilters, SchoolItem } from './schemas.ts'
import { listPartsOfSchools, partIn } from './school-parts.ts'
import { batchSize, readerOf } from './source.ts'
import { dayOf, instantOf, pointOf } from './values.ts'

async function whereOf({ clee, commune, kind }: SchoolFilters): Promise<Prisma.SchoolWhereInput> {
  const [cleeId, communeCode] = [await cleeIdOf(clee), await communeCodeOf(commune)]
  return { isOpen: true, ...(communeCode && { communeCode }), ...(kind && { kind }), AND: cleeId ? [partIn({ id: cleeId, AND: listedClees })] : [] }
}

const itemOf = (school: School, clees: SchoolItem['clees']): SchoolItem => ({
  uai: school.uai,
  name: school.name,
  kind: school.kind,
  sector: school.sector,
  address: school.address,
  postal_code: school.postalCode,
  city: school.city,
  commune_code: school.communeCode,
  website: school.website,
  pupils: school.pupils,
  position: pointOf(school),
  clees,
  is_open: school.isOpen,
  source_date: dayOf(school.sourceDate),
  url: addressOf(`/etablissements/${school.uai}`),
  updated_at: instantOf(school.updatedAt),
})

async function present(schools: School[]): Promise<SchoolItem[]> {
  const parts = await listPartsOfSchools(schools.map(({ uai }) => uai))
  return schools.map((school) => itemOf(school, parts.get(school.uai) ?? []))
}

const byUai = { uai: 'asc' } as const

/** The open schools of the académie, by UAI. */
export const schoolReader = readerOf({
  whereOf,
  count: (where: Prisma.SchoolWhereInput) => db.school.count({ where }),
  changedAt: async (where) => (await db.school.aggregate({ where, _max: { updatedAt: true } }))._max.updatedAt,
  slice: (where, bounds): Promise<School[]> => db.school.findMany({ where, orderBy: byUai, ...bounds }),
  after: (where, last): Promise<School[]> => db.school.findMany({ where: { AND: [where, last ? { uai: { gt: last.uai } } : {}] }, orderBy: byUai, take: batchSize }),
  present,
})

/** A school, open or not; 404 when none has this UAI. */
export async function getOpenSchool(uai: string): Promise<SchoolItem> {
  const school = await db.school.findUnique({ where: { uai } })
  if (!school) throw notFound(`Aucun établissement de l’académie n’a le code UAI ${uai}. La liste est à l’adresse /api/v1/schools.`)
  const [item] = await present([school])
  return item!
}
