import type { Tx } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { eachOnce, linkOf, mailText, notify, type Message, type Recipient } from './notify.ts'

const pause = 60 * 60_000

/** The mails of an event that lead to this page. */
const mailsOf = (event: string, link: string) => ({ event, text: { contains: `\n${link}\n` } }) satisfies Prisma.MailWhereInput
/** No try has been made: what was tried may be leaving at this very moment. */
const untouched = { status: 'pending', attempts: 0 } satisfies Prisma.MailWhereInput

/** Gives the mail that still waits the newest text; false when none does. */
async function renew(tx: Tx, event: string, { email, name }: Recipient, message: Message) {
  const link = linkOf(message)
  const { count } = await tx.mail.updateMany({
    where: { ...mailsOf(event, link), ...untouched, toEmail: email },
    data: { subject: message.subject, text: mailText(name, message, link), toName: name, createdAt: new Date() },
  })
  return count > 0
}

/** An hour after the last that left, or is leaving. */
async function nextTelling(tx: Tx, event: string, { email }: Recipient, link: string) {
  const last = await tx.mail.findFirst({ where: { ...mailsOf(event, link), toEmail: email }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  if (!last) return {}
  return { notBefore: new Date(Math.max(Date.now(), (last.sentAt ?? last.createdAt).getTime() + pause)) }
}

/**
 * Tells each of them at most once an hour of this event on this page; the mail that still waits says the newest.
 * Within a transaction that has locked what it tells of.
 */
export async function notifyHourly(tx: Tx, event: string, recipients: Recipient[], message: Message) {
  for (const recipient of eachOnce(recipients)) {
    if (await renew(tx, event, recipient, message)) continue
    await notify(tx, event, [recipient], { ...message, ...(await nextTelling(tx, event, recipient, linkOf(message))) })
  }
}

/** Takes back the mails of this event on this page that have not left. True when nobody has been told since: all were taken back. */
export async function takeBack(tx: Tx, event: string, path: string, since: Date) {
  const mails = mailsOf(event, linkOf({ path }))
  const { count } = await tx.mail.deleteMany({ where: { ...mails, ...untouched } })
  const told = await tx.mail.count({ where: { ...mails, OR: [{ sentAt: { gte: since } }, { status: { not: 'sent' } }] } })
  return count > 0 && told === 0
}
