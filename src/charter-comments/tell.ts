import type { Actor } from '../audit/audit.ts'
import type { FullCharter } from '../charters/queries.ts'
import { config } from '../config.ts'
import type { Tx } from '../db.ts'
import type { Role } from '../generated/prisma/client.ts'
import { notify, type Message, type Recipient } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients, recipientOf } from '../notifications/recipients.ts'
import { followedVersions } from './queries.ts'

const event = 'charter.comment'
const pause = 60 * 60_000
const advisers: Role[] = ['mission', 'coordinator']

/** Whom a comment concerns: the co-pilots; those of the mission and of the coordination who take part in the exchange, when a co-pilot answers. */
async function concerned(tx: Tx, author: Actor, charter: FullCharter): Promise<Recipient[]> {
  const copilots = await copilotRecipients(tx, charter.cleeId)
  if (advisers.includes(author.role)) return copilots
  const commented = await tx.user.findMany({
    where: { role: { in: advisers }, isActive: true, comments: { some: { authorRole: { in: advisers }, charter: await followedVersions(tx, charter) } } },
    orderBy: { email: 'asc' },
  })
  const isRead = charter.status === 'submitted' || commented.some(({ role }) => role === 'mission')
  return [...copilots, ...(isRead ? await missionRecipients(tx) : []), ...commented.map(recipientOf)]
}

/** When somebody may be told again of comments on this CLEE's charter; null when a mail that has not left yet will do it. */
async function nextTelling(tx: Tx, { email }: Recipient, link: string) {
  const last = await tx.mail.findFirst({ where: { event, toEmail: email, text: { contains: link } }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  if (last?.status === 'pending') return null
  return new Date(Math.max(Date.now(), (last?.sentAt?.getTime() ?? 0) + pause))
}

/** Tells those whom a comment concerns, each at most once an hour for a CLEE. Within the transaction that has locked the version. */
export async function tellComment(tx: Tx, author: Actor & { email: string }, charter: FullCharter, message: Message) {
  const link = new URL(message.path, config.publicUrl).href
  const others = (await concerned(tx, author, charter)).filter(({ email }) => email.toLowerCase() !== author.email.toLowerCase())
  const distinct = [...new Map(others.map((recipient) => [recipient.email.toLowerCase(), recipient])).values()]
  for (const recipient of distinct) {
    const notBefore = await nextTelling(tx, recipient, link)
    if (notBefore) await notify(tx, event, [recipient], { ...message, notBefore })
  }
}
