import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'
import { direction, type Sort } from '../web/sorting.ts'
import type { OrganisationFilters } from './schemas.ts'
import { organisationLabel } from './typed.ts'

export const organisationsPageSize = 50
const exportLimit = 10_000
const shownSuggestions = 8

type Where = Prisma.OrganisationWhereInput

/** Each word in the name or the town, accents ignored; or the beginning of a SIRET. Nothing typed keeps everything. */
async function searchWhere(text: string): Promise<Where> {
  const number = text.replace(/\s+/g, '')
  if (number === '') return {}
  if (/^\d{3,14}$/.test(number)) return { siret: { startsWith: number } }
  const patterns = searchWords(text).map((word) => `%${word}%`)
  if (patterns.length === 0) return { id: { in: [] } }
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM organisations WHERE search_name || ' ' || lower(unaccent(city)) LIKE ALL(${patterns}) ORDER BY search_name, id LIMIT ${exportLimit}`
  return { id: { in: found.map(({ id }) => id) } }
}

/** What a text being typed may mean, among those that this person may see. */
export async function suggestOrganisations(text: string, seen: Where) {
  if (text.trim().length < 2) return []
  const organisations = await db.organisation.findMany({ where: { AND: [seen, await searchWhere(text)] }, orderBy: [{ searchName: 'asc' }, { city: 'asc' }, { id: 'asc' }], take: shownSuggestions })
  return organisations.map((organisation) => ({ value: organisationLabel(organisation), label: organisationLabel(organisation) }))
}

const sent = { clee: { status: { not: 'draft' } } } satisfies Prisma.MemberWhereInput
const uses = {
  copilots: { where: sent, select: { cleeId: true } },
  members: { where: sent, select: { cleeId: true } },
  carriedClees: { where: { status: { not: 'draft' } }, select: { id: true } },
} satisfies Prisma.OrganisationInclude

type WithUses = Prisma.OrganisationGetPayload<{ include: typeof uses }>
const countClees = <T extends WithUses>({ copilots, members, carriedClees, ...organisation }: T) => ({
  ...organisation,
  clees: new Set([...copilots.map(({ cleeId }) => cleeId), ...members.map(({ cleeId }) => cleeId), ...carriedClees.map(({ id }) => id)]).size,
})

export const organisationSortKeys = ['nom', 'type', 'monde', 'ville', 'siret'] as const
type OrganisationSort = Sort<(typeof organisationSortKeys)[number]>

function orderOf(sort: OrganisationSort): Prisma.OrganisationOrderByWithRelationInput[] {
  const order = direction(sort)
  const columns = { nom: { searchName: order }, type: { kind: order }, monde: { world: order }, ville: { city: order }, siret: { siret: { sort: order, nulls: 'last' } } } as const
  return [columns[sort.key], { searchName: 'asc' }, { id: 'asc' }]
}

const listWhere = async ({ recherche, type, monde }: OrganisationFilters, seen: Where): Promise<Where> => ({
  AND: [seen, await searchWhere(recherche)],
  ...(type && { kind: type }),
  ...(monde && { world: monde }),
})

/** A page of the organisations, with the number of CLEEs that name each. */
export async function listOrganisations(filters: OrganisationFilters, seen: Where, sort: OrganisationSort, page: number) {
  const where = await listWhere(filters, seen)
  const total = await db.organisation.count({ where })
  const organisations = await db.organisation.findMany({ where, include: uses, orderBy: orderOf(sort), ...pageSlice(page, total, organisationsPageSize) })
  return { organisations: organisations.map(countClees), total }
}

/** All those that the filters keep, at most 10,000: what the CSV holds. */
export async function exportOrganisations(filters: OrganisationFilters, seen: Where, sort: OrganisationSort) {
  const organisations = await db.organisation.findMany({ where: await listWhere(filters, seen), include: uses, orderBy: orderOf(sort), take: exportLimit })
  return organisations.map(countClees)
}

const clee = { select: { slug: true, name: true } }

/** An organisation with where it is used; 404 when there is none. */
export async function getOrganisation(id: string, seen: Where) {
  const organisation = uuid.safeParse(id).success
    ? await db.organisation.findFirst({
        where: { id, AND: seen },
        include: {
          users: { orderBy: [{ lastName: 'asc' }, { id: 'asc' }] },
          copilots: { where: sent, include: { clee }, orderBy: [{ startsOn: 'desc' }, { id: 'asc' }] },
          members: { where: sent, include: { clee }, orderBy: [{ startsOn: 'desc' }, { id: 'asc' }] },
          carriedClees: { where: { status: { not: 'draft' } }, orderBy: { searchName: 'asc' } },
        },
      })
    : null
  if (!organisation) throw notFound('Cette organisation n’existe pas, ou a été réunie à une autre.')
  return organisation
}
export type FullOrganisation = Awaited<ReturnType<typeof getOrganisation>>

/** Organisations that another could be merged into: those that a text means, or else those whose name begins with the same word. */
export async function findLookalikes(organisation: { id: string; name: string }, text: string, seen: Where) {
  const where = await searchWhere(text === '' ? (organisation.name.split(/\s+/)[0] ?? '') : text)
  return db.organisation.findMany({ where: { AND: [seen, where], id: { not: organisation.id } }, orderBy: [{ searchName: 'asc' }, { id: 'asc' }], take: 20 })
}
