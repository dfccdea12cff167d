import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'
import { direction, type Sort } from '../web/sorting.ts'
import type { MailFilters } from './schemas.ts'

export const mailPageSize = 50
const exportLimit = 10_000
export const mailSorts = ['date', 'objet', 'destinataire', 'etat'] as const
export type MailSort = Sort<(typeof mailSorts)[number]>

const contains = (text: string) => ({ contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })

const mailWhere = ({ texte, etat }: MailFilters): Prisma.MailWhereInput => ({
  ...(etat && { status: etat }),
  ...(texte && { OR: [{ subject: contains(texte) }, { toName: contains(texte) }, { toEmail: contains(texte) }] }),
})

const columns = { date: 'createdAt', objet: 'subject', destinataire: 'toName', etat: 'status' } as const
const orderBy = (sort: MailSort): Prisma.MailOrderByWithRelationInput[] => [{ [columns[sort.key]]: direction(sort) }, { createdAt: 'desc' }, { id: 'desc' }]

/** A page of the e-mails that the filters keep. */
export async function listMails(filters: MailFilters, sort: MailSort, page: number) {
  const where = mailWhere(filters)
  const total = await db.mail.count({ where })
  const mails = await db.mail.findMany({ where, orderBy: orderBy(sort), ...pageSlice(page, total, mailPageSize) })
  return { mails, total }
}

/** What the CSV holds of them, at most 10,000: neither their text nor their personal links. */
export const exportMails = (filters: MailFilters, sort: MailSort) =>
  db.mail.findMany({ where: mailWhere(filters), orderBy: orderBy(sort), omit: { text: true, secretLink: true }, take: exportLimit })

/** Of these e-mails, those that have not left yet, oldest first. */
export const listUnsentMails = (ids: string[]) => db.mail.findMany({ where: { id: { in: ids }, status: { not: 'sent' } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })

/** As many as one confirmation lists. */
export const tickedLimit = 100
const unsent = (filters: MailFilters): Prisma.MailWhereInput => ({ AND: [mailWhere(filters), { status: { not: 'sent' } }] })

export const countUnsentMails = (filters: MailFilters) => db.mail.count({ where: unsent(filters) })

/** Those that the filters keep and that have not left yet, the oldest hundred. */
export const listKeptUnsentMails = (filters: MailFilters) => db.mail.findMany({ where: unsent(filters), orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: tickedLimit })

/** One e-mail; 404 when the id is malformed or unknown. */
export async function getMail(id: string) {
  const mail = uuid.safeParse(id).success ? await db.mail.findUnique({ where: { id } }) : null
  if (!mail) throw notFound()
  return mail
}
