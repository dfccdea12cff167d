import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import { uuid } from '../web/fields.ts'
import { pageSlice } from '../web/pagination.ts'

export const mailPageSize = 50

/** A page of the e-mails, newest first. */
export async function listMails(page: number) {
  const total = await db.mail.count()
  const mails = await db.mail.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    ...pageSlice(page, total, mailPageSize),
  })
  return { mails, total }
}

/** One e-mail; 404 when the id is malformed or unknown. */
export async function getMail(id: string) {
  const mail = uuid.safeParse(id).success ? await db.mail.findUnique({ where: { id } }) : null
  if (!mail) throw notFound()
  return mail
}
