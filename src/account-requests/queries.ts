import { hashToken } from '../auth/invitations.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'
import { direction, type Sort } from '../web/sorting.ts'
import type { RequestFilters } from './schemas.ts'

export const requestPageSize = 50
const exportLimit = 10_000

/** The request of this token with its school, or null. */
export const findRequest = (token: string) => db.accountRequest.findUnique({ where: { tokenHash: hashToken(token) }, include: { school: true } })
export type FoundRequest = NonNullable<Awaited<ReturnType<typeof findRequest>>>

export const requestSorts = ['etat', 'nom', 'date'] as const
type RequestSort = Sort<(typeof requestSorts)[number]>

const haystack = Prisma.sql`lower(unaccent(concat_ws(' ', r.first_name, r.last_name, r.email, r.job_title, r.organisation_name, s.search_name, s.uai)))`

async function findIds(text: string) {
  const words = searchWords(text)
  if (words.length === 0) return []
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM account_requests r LEFT JOIN schools s ON s.uai = r.school_uai
    WHERE ${Prisma.join(words.map((word) => Prisma.sql`${haystack} LIKE ${`%${word}%`}`), ' AND ')}`
  return rows.map(({ id }) => id)
}

// What nobody has confirmed isn't known to be anybody's: the mission sees it only by asking.
const whereOf = async ({ texte, etat }: RequestFilters): Promise<Prisma.AccountRequestWhereInput> => ({
  status: etat || { not: 'unconfirmed' },
  ...(texte && { id: { in: await findIds(texte) } }),
})

// In the database's order of states: waiting comes before what is decided.
const orders = (sort: RequestSort): Prisma.AccountRequestOrderByWithRelationInput[] => {
  const order = direction(sort)
  const newest: Prisma.AccountRequestOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { id: 'desc' }]
  const firsts: Record<RequestSort['key'], Prisma.AccountRequestOrderByWithRelationInput[]> = { etat: [{ status: order }], nom: [{ lastName: order }, { firstName: order }], date: [{ createdAt: order }] }
  return [...firsts[sort.key], ...newest]
}

/** A page of the requests, those that wait first, and how many the filters keep. */
export async function listRequests(filters: RequestFilters, sort: RequestSort, page: number) {
  const where = await whereOf(filters)
  const total = await db.accountRequest.count({ where })
  const requests = await db.accountRequest.findMany({ where, include: { school: true }, orderBy: orders(sort), ...pageSlice(page, total, requestPageSize) })
  return { requests, total }
}

/** The requests that the filters keep, at most 10,000: what the CSV holds. */
export const exportRequests = async (filters: RequestFilters, sort: RequestSort) =>
  db.accountRequest.findMany({ where: await whereOf(filters), include: { school: true }, orderBy: orders(sort), take: exportLimit })

/** A confirmed request; 404 when malformed, unknown or not confirmed yet. */
export async function getRequest(id: string) {
  const request = uuid.safeParse(id).success ? await db.accountRequest.findFirst({ where: { id, status: { not: 'unconfirmed' } }, include: { school: true } }) : null
  if (!request) throw notFound()
  return request
}

/** How many requests the mission has not answered yet. */
export const countWaitingRequests = () => db.accountRequest.count({ where: { status: 'waiting' } })
