import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { threadInclude } from '../inquiries/queries.ts'
import { searchWords } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'
import { direction, type Sort } from '../web/sorting.ts'
import { awaitingFollowers, awaitingInquiries, awaitingMission, basketsOf, inBasket, visibleInquiries, type Basket } from './policy.ts'
import type { InquiryFilters } from './schemas.ts'

export const inquiryPageSize = 50
const exportLimit = 10_000

export const inquirySorts = ['attente', 'date', 'objet'] as const
export type InquirySort = Sort<(typeof inquirySorts)[number]>

const haystack = Prisma.sql`lower(unaccent(concat_ws(' ', i.reference, i.subject, i.first_name, i.last_name, i.structure_name, c.name, (SELECT string_agg(m.body, ' ') FROM inquiry_messages m WHERE m.inquiry_id = i.id))))`

async function findIds(text: string) {
  const words = searchWords(text)
  if (words.length === 0) return []
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM inquiries i LEFT JOIN communes c ON c.code = i.commune_code
    WHERE ${Prisma.join(words.map((word) => Prisma.sql`${haystack} LIKE ${`%${word}%`}`), ' AND ')}`
  return rows.map(({ id }) => id)
}

const whereOf = async (user: CurrentUser, { panier, texte, etat, type, clee }: InquiryFilters): Promise<Prisma.InquiryWhereInput> => ({
  AND: [inBasket(user, panier, panier === 'transmises' ? await findTransferred(user) : [])],
  ...(etat && { status: etat }),
  ...(type && { kind: type }),
  ...(clee && { clee: { slug: clee } }),
  ...(texte && { id: { in: await findIds(texte) } }),
})

const listInclude = { commune: { select: { name: true } }, clee: { select: { id: true, name: true } }, bassin: { select: { id: true, name: true } } } satisfies Prisma.InquiryInclude
export type ListedInquiry = Prisma.InquiryGetPayload<{ include: typeof listInclude }>

// Those that wait longest first, then the newest.
const orders = (sort: InquirySort): Prisma.InquiryOrderByWithRelationInput[] => {
  const order = direction(sort)
  const firsts: Record<InquirySort['key'], Prisma.InquiryOrderByWithRelationInput> = { attente: { waitingSince: { sort: order, nulls: 'last' } }, date: { confirmedAt: order }, objet: { subject: order } }
  return [firsts[sort.key], { confirmedAt: 'desc' }, { id: 'desc' }]
}

/** A page of the inquiries that this person may read and that the filters keep. */
export async function listInquiries(user: CurrentUser, filters: InquiryFilters, sort: InquirySort, page: number) {
  const where = await whereOf(user, filters)
  const total = await db.inquiry.count({ where })
  const inquiries = await db.inquiry.findMany({ where, include: listInclude, orderBy: orders(sort), ...pageSlice(page, total, inquiryPageSize) })
  return { inquiries, total }
}

/** The same, all of them, at most 10,000: what the CSV holds. */
export const exportInquiries = async (user: CurrentUser, filters: InquiryFilters, sort: InquirySort) =>
  db.inquiry.findMany({ where: await whereOf(user, filters), include: listInclude, orderBy: orders(sort), take: exportLimit })

/** How many inquiries each basket of this person holds. */
export async function countBaskets(user: CurrentUser): Promise<{ basket: Basket; count: number }[]> {
  const transferred = await findTransferred(user)
  return Promise.all(basketsOf(user).map(async (basket) => ({ basket, count: await db.inquiry.count({ where: inBasket(user, basket, transferred) }) })))
}

/** The CLEEs that inquiries which this person reads are addressed to, by name. */
export async function listAskedClees(user: CurrentUser) {
  const clees = await db.clee.findMany({ where: { inquiries: { some: visibleInquiries(user) } }, select: { slug: true, name: true }, orderBy: { searchName: 'asc' } })
  return clees.map(({ slug, name }) => ({ value: slug, label: name }))
}

const cleePlaced = { select: { id: true, name: true, slug: true, status: true, bassins: { select: { bassinId: true } } } } as const
const deskInclude = { ...threadInclude, action: { select: { id: true, title: true, clee: cleePlaced } } } satisfies Prisma.InquiryInclude
export type DeskInquiry = Prisma.InquiryGetPayload<{ include: typeof deskInclude }>

/** An inquiry that this person may read; 404 otherwise. */
export async function getInquiry(user: CurrentUser, id: string): Promise<DeskInquiry> {
  const inquiry = uuid.safeParse(id).success ? await db.inquiry.findFirst({ where: { id, AND: visibleInquiries(user) }, include: deskInclude }) : null
  if (!inquiry) throw notFound('Cette demande n’existe pas, a été effacée, ou n’est plus de votre ressort.')
  return inquiry
}

/** What was done with an inquiry, oldest first. */
export const listHistory = (id: string) =>
  db.auditEntry.findMany({ where: { subjectId: id, event: { startsWith: 'inquiry.' } }, orderBy: [{ at: 'asc' }, { id: 'asc' }], take: 200 })

/** The inquiries that this person transferred lately. */
async function findTransferred({ id }: CurrentUser) {
  const entries = await db.auditEntry.findMany({ where: { event: 'inquiry.transfer', actorId: id }, select: { subjectId: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 1_000 })
  return entries.map(({ subjectId }) => subjectId)
}

/** How many inquiries fall to this person, and since when the oldest waits. */
export async function countAwaiting(user: CurrentUser) {
  const { _count, _min } = await db.inquiry.aggregate({ where: awaitingInquiries(user), _count: true, _min: { waitingSince: true } })
  return { count: _count, since: _min.waitingSince }
}

/** How many inquiries addressed to a CLEE await an answer. */
export const countAwaitingAt = ({ id }: { id: string }) => db.inquiry.count({ where: { cleeId: id, status: 'open' } })

/** What awaits the mission, oldest first. */
export const listMissionInquiries = () =>
  db.inquiry.findMany({ where: awaitingMission(), include: listInclude, orderBy: [{ waitingSince: 'asc' }, { id: 'asc' }], take: 200 })

/** The bassins of each inquiry that awaits coordinators. */
export async function listFollowedBassins(): Promise<string[][]> {
  const inquiries = await db.inquiry.findMany({ where: awaitingFollowers(), select: { bassinId: true, clee: { select: { bassins: { select: { bassinId: true } } } } }, orderBy: { id: 'asc' } })
  return inquiries.map(({ bassinId, clee }) => (clee ? clee.bassins.map((bassin) => bassin.bassinId) : bassinId ? [bassinId] : []))
}
