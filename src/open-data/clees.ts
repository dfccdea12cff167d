import { listStandings, type Standing } from '../charters/standings.ts'
import { atAddress, listedClees, publishedClees } from '../clees/policy.ts'
import { cleeInclude, type FullClee } from '../clees/queries.ts'
import { isHeldOn } from '../copilots/seats.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { structureName } from '../members/names.ts'
import { addressOf } from '../web/address.ts'
import { bassinIdOf, communeCodeOf } from './filters.ts'
import { listCentres, type Centre } from './positions.ts'
import type { Clee, CleeDetail, CleeFilters } from './schemas.ts'
import { batchSize, readerOf } from './source.ts'
import { dayOf, instantOf, pointOf } from './values.ts'

async function whereOf({ bassin, commune, status }: CleeFilters): Promise<Prisma.CleeWhereInput> {
  const [bassinId, communeCode] = [await bassinIdOf(bassin), await communeCodeOf(commune)]
  return {
    ...listedClees,
    ...(bassinId && { bassins: { some: { bassinId } } }),
    ...(communeCode && { communes: { some: { communeCode } } }),
    AND: status ? [{ status }] : [],
  }
}

type Listed = Exclude<FullClee['status'], 'draft'>

function positionOf({ supportSchool }: FullClee, centre: Centre | undefined): Clee['position'] {
  if (centre) return { ...centre, source: 'communes' }
  const point = supportSchool ? pointOf(supportSchool) : null
  return point && { ...point, source: 'support_school' }
}

const charterOf = (standing: Standing | undefined): Clee['charter'] =>
  standing ? { is_up_to_date: standing.reasons.length === 0, validated_on: dayOf(standing.decidedAt), valid_until: dayOf(standing.validUntil) } : null

/** R18: functions and structures of those who hold a seat today; names stay on the page of the CLEE, where they were agreed to. */
const copilotsOf = ({ copilots }: FullClee) =>
  copilots.filter((seat) => isHeldOn(seat)).map((seat) => ({ side: seat.side, function: seat.jobTitle, structure: structureName(seat) }))

const itemOf = (clee: FullClee, standing: Standing | undefined, centre: Centre | undefined): Clee => ({
  id: clee.id,
  slug: clee.slug,
  name: clee.name,
  long_name: clee.longName,
  status: clee.status as Listed,
  legal_form: clee.legalForm,
  carrier: clee.carrier?.name ?? null,
  presentation: clee.presentation,
  territory: clee.territory,
  bassins: clee.bassins.map(({ bassin: { slug, name } }) => ({ slug, name })),
  communes: clee.communes.map(({ commune: { code, name } }) => ({ code, name })),
  support_school: clee.supportSchool && { uai: clee.supportSchool.uai, name: clee.supportSchool.name },
  copilots: copilotsOf(clee),
  charter: charterOf(standing),
  position: positionOf(clee, centre),
  declared_on: dayOf(clee.declaredAt),
  url: addressOf(`/clees/${clee.slug}`),
  updated_at: instantOf(clee.updatedAt),
})

async function present(clees: FullClee[]): Promise<Clee[]> {
  const ids = clees.map(({ id }) => id)
  const [standings, centres] = await Promise.all([listStandings(ids), listCentres(ids)])
  return clees.map((clee) => itemOf(clee, standings.get(clee.id), centres.get(clee.id)))
}

const byName = { searchName: 'asc' } as const

/** The published CLEEs that are open, by name. */
export const cleeReader = readerOf({
  whereOf,
  count: (where: Prisma.CleeWhereInput) => db.clee.count({ where }),
  changedAt: async (where) => (await db.clee.aggregate({ where, _max: { updatedAt: true } }))._max.updatedAt,
  slice: (where, bounds): Promise<FullClee[]> => db.clee.findMany({ where, include: cleeInclude(), orderBy: byName, ...bounds }),
  after: (where, last): Promise<FullClee[]> =>
    db.clee.findMany({ where: { AND: [where, last ? { searchName: { gt: last.searchName } } : {}] }, include: cleeInclude(), orderBy: byName, take: batchSize }),
  present,
})

const membersOf = ({ members }: FullClee) => members.map((member) => ({ world: member.world, function: member.jobTitle, structure: structureName(member), has_seat: member.hasSeat }))

/** A published CLEE with its members, a closed one included; 404 without one. `slug` may be an address that it had before. */
export async function getOpenClee(slug: string): Promise<CleeDetail> {
  const clee = await db.clee.findFirst({ where: { AND: [publishedClees, atAddress(slug)] }, include: cleeInclude() })
  if (!clee) throw notFound('Ce CLEE n’existe pas, ou n’est pas encore publié. La liste est à l’adresse /api/v1/clees.')
  const [item] = await present([clee])
  return { ...item!, members: membersOf(clee) }
}
