import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { searchWords } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'
import { direction, type Sort } from '../web/sorting.ts'
import type { AccountState } from './labels.ts'
import type { AccountFilters } from './schemas.ts'

export const accountPageSize = 50
const exportLimit = 10_000

export const accountSorts = ['nom', 'role', 'connexion', 'ouverture'] as const
type AccountSort = Sort<(typeof accountSorts)[number]>

const states: Record<AccountState, Prisma.UserWhereInput> = {
  actif: { isActive: true, passwordHash: { not: null } },
  invite: { isActive: true, passwordHash: null },
  desactive: { isActive: false },
}

const haystack = Prisma.sql`lower(unaccent(concat_ws(' ', u.first_name, u.last_name, u.email, u.job_title, s.search_name, s.uai, o.search_name)))`

/** The accounts in whose name, address, function or structure each word is found, accents ignored. */
async function findIds(text: string) {
  const words = searchWords(text)
  if (words.length === 0) return []
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM users u LEFT JOIN schools s ON s.uai = u.school_uai LEFT JOIN organisations o ON o.id = u.organisation_id
    WHERE u.deleted_at IS NULL AND ${Prisma.join(words.map((word) => Prisma.sql`${haystack} LIKE ${`%${word}%`}`), ' AND ')}`
  return rows.map(({ id }) => id)
}

const whereOf = async ({ texte, role, etat }: AccountFilters): Promise<Prisma.UserWhereInput> => ({
  deletedAt: null,
  ...(role && { role }),
  ...(etat && states[etat]),
  ...(texte && { id: { in: await findIds(texte) } }),
})

const byName: Prisma.UserOrderByWithRelationInput[] = [{ lastName: 'asc' }, { firstName: 'asc' }, { id: 'asc' }]
const orders = (sort: AccountSort): Prisma.UserOrderByWithRelationInput[] => {
  const order = direction(sort)
  const firsts: Record<AccountSort['key'], Prisma.UserOrderByWithRelationInput> = {
    nom: { lastName: order },
    role: { role: order },
    connexion: { lastLoginAt: { sort: order, nulls: sort.isDescending ? 'last' : 'first' } },
    ouverture: { createdAt: order },
  }
  return [firsts[sort.key], ...byName]
}

const listInclude = { school: true, organisation: true } as const

/** A page of the accounts, and how many the filters keep. */
export async function listAccounts(filters: AccountFilters, sort: AccountSort, page: number) {
  const where = await whereOf(filters)
  const total = await db.user.count({ where })
  const accounts = await db.user.findMany({ where, include: listInclude, orderBy: orders(sort), ...pageSlice(page, total, accountPageSize) })
  return { accounts, total }
}

/** The accounts that the filters keep, at most 10,000: what the CSV holds. */
export const exportAccounts = async (filters: AccountFilters, sort: AccountSort) =>
  db.user.findMany({ where: await whereOf(filters), include: listInclude, orderBy: orders(sort), take: exportLimit })

/** An account with its structure, its seats now and past, its coordinations; 404 when malformed, unknown or deleted. */
export async function getAccount(id: string) {
  const include = {
    ...listInclude,
    copilotSeats: { include: { clee: true }, orderBy: [{ startsOn: 'desc' }, { id: 'desc' }] },
    coordinations: { include: { bassin: true }, orderBy: [{ schoolYear: 'desc' }, { bassin: { name: 'asc' } }] },
  } satisfies Prisma.UserInclude
  const account = uuid.safeParse(id).success ? await db.user.findFirst({ where: { id, deletedAt: null }, include }) : null
  if (!account) throw notFound()
  return account
}
export type Account = Awaited<ReturnType<typeof getAccount>>

/** What this person did and what was done to their account, newest first. */
export const listAccountHistory = (id: string) =>
  db.auditEntry.findMany({ where: { OR: [{ actorId: id }, { subjectId: id }] }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: 15 })
