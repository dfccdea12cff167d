import { listedClees } from '../clees/policy.ts'
import { ofSomebody } from '../clees/states.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { heldOnDay, runningOn, today } from '../school-year.ts'

/** A commune that has a position: amid its schools, or only amid those of its intercommunalité. Degrees (WGS 84). */
export type Place = { code: string; name: string; population: number; latitude: number; longitude: number; source: 'schools' | 'epci' }

const listPlaces = () => db.$queryRaw<Place[]>`
  SELECT p.code, c.name, c.population, p.latitude, p.longitude, p.source
  FROM commune_positions p JOIN communes c USING (code)
  WHERE p.source <> 'departement' ORDER BY p.code`

const cleeSelect = () => {
  const day = today()
  const school = { schoolUai: true } as const
  return {
    id: true, slug: true, name: true, status: true, supportSchoolUai: true,
    bassins: { select: { bassin: { select: { id: true, slug: true, name: true } } }, orderBy: { bassin: { name: 'asc' } } },
    communes: { select: { communeCode: true }, orderBy: { communeCode: 'asc' } },
    copilots: { where: { ...heldOnDay(day), schoolUai: { not: null }, AND: ofSomebody }, select: school, orderBy: { id: 'asc' } },
    members: { where: { ...runningOn(day), schoolUai: { not: null } }, select: school, orderBy: { id: 'asc' } },
  } satisfies Prisma.CleeSelect
}

type CleeRow = Prisma.CleeGetPayload<{ select: ReturnType<typeof cleeSelect> }>

/** A published CLEE with its communes by INSEE code, and the schools that take part in it today by UAI. */
const mapped = ({ id, slug, name, status, supportSchoolUai, bassins, communes, copilots, members }: CleeRow) => ({
  id, slug, name, status,
  bassins: bassins.map(({ bassin }) => bassin),
  communes: communes.map(({ communeCode }) => communeCode),
  uais: new Set([supportSchoolUai, ...[...copilots, ...members].map(({ schoolUai }) => schoolUai)].filter((uai) => uai !== null)),
})
export type MappedClee = ReturnType<typeof mapped>

const schoolSelect = { uai: true, name: true, kind: true, city: true, communeCode: true, latitude: true, longitude: true } satisfies Prisma.SchoolSelect
export type MappedSchool = Prisma.SchoolGetPayload<{ select: typeof schoolSelect }>

export type MappedBassin = { id: string; slug: string; name: string }

/** All that a map is drawn from, by name: every bassin, the published CLEEs (by bassin, of these bassins alone when given), the open schools, the places. */
export async function readNetwork(bassinIds?: string[]) {
  const among = bassinIds ? { bassins: { some: { bassinId: { in: bassinIds } } } } : {}
  const [bassins, rows, schools, places] = await Promise.all([
    db.bassin.findMany({ select: { id: true, slug: true, name: true }, orderBy: { name: 'asc' } }),
    db.clee.findMany({ where: { ...listedClees, ...among }, select: cleeSelect(), orderBy: { searchName: 'asc' } }),
    db.school.findMany({ where: { isOpen: true }, select: schoolSelect, orderBy: [{ name: 'asc' }, { uai: 'asc' }] }),
    listPlaces(),
  ])
  const ranks = new Map(bassins.map(({ id }, index) => [id, index]))
  const rankOf = (clee: MappedClee) => ranks.get(clee.bassins[0]?.id ?? '') ?? bassins.length
  const clees = rows.map(mapped).toSorted((one, other) => rankOf(one) - rankOf(other))
  return { bassins, clees, schools, places }
}
export type Network = Awaited<ReturnType<typeof readNetwork>>
