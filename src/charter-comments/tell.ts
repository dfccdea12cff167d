import type { Actor } from '../audit/audit.ts'
import type { FullCharter } from '../charters/queries.ts'
import type { Tx } from '../db.ts'
import type { Role } from '../generated/prisma/client.ts'
import type { Message, Recipient } from '../notifications/notify.ts'
import { notifyHourly } from '../notifications/pace.ts'
import { copilotRecipients, missionRecipients, recipientOf } from '../notifications/recipients.ts'
import { followedVersions } from './queries.ts'

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

/** Tells those whom a comment concerns, each at most once an hour for a CLEE. Within the transaction that has locked the version. */
export async function tellComment(tx: Tx, author: Actor & { email: string }, charter: FullCharter, message: Message) {
  const others = (await concerned(tx, author, charter)).filter(({ email }) => email.toLowerCase() !== author.email.toLowerCase())
  await notifyHourly(tx, 'charter.comment', others, message)
}
