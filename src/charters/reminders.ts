import { dayAfter, otherSide } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { notify, type Recipient } from '../notifications/notify.ts'
import { sideRecipients } from '../notifications/recipients.ts'
import { proposalReminderMessage } from './mails.ts'
import { readCharterSettings } from './settings.ts'

const include = { clee: { select: { id: true, name: true, slug: true } } } satisfies Prisma.CharterInclude
type Proposed = Prisma.CharterGetPayload<{ include: typeof include }>

const awaitedSince = (limit: Date) => ({ status: 'proposed', remindedAt: null, proposedAt: { lt: limit } }) satisfies Prisma.CharterWhereInput

const told = 7

/** Of these people, those whom the mail that groups what awaits them has not told of it in the last days. */
async function withoutDigest(tx: Tx, recipients: Recipient[], proposedAt: Date, now: Date) {
  const since = new Date(Math.max(proposedAt.getTime(), dayAfter(now, -told).getTime()))
  const digests = await tx.reminderDigest.findMany({ where: { sentAt: { gt: since }, user: { email: { in: recipients.map(({ email }) => email) } } }, select: { user: { select: { email: true } } }, orderBy: { userId: 'asc' } })
  return recipients.filter(({ email }) => !digests.some(({ user }) => user.email.toLowerCase() === email.toLowerCase()))
}

/** Reminds the other side once; nobody while its seat is vacant: whoever takes it will be. */
const remind = ({ id, clee, proposedAt, proposedByName, proposedSide }: Proposed, days: number, limit: Date, now: Date) =>
  db.$transaction(async (tx) => {
    const side = await sideRecipients(tx, clee.id, otherSide(proposedSide ?? 'education'))
    const recipients = await withoutDigest(tx, side, proposedAt ?? now, now)
    if (recipients.length === 0) return
    // Another process that watches too, or an agreement given meanwhile, leaves no row to mark.
    const { count } = await tx.charter.updateMany({ where: { id, ...awaitedSince(limit) }, data: { remindedAt: now } })
    if (count > 0) await notify(tx, 'charter.reminder', recipients, proposalReminderMessage(clee, proposedByName ?? '', days))
  })

/** Codécision: reminds, once for each sending, those whose agreement has been awaited for longer than the mission has set. Idempotent, in several processes at once too. */
export async function remindAgreements(now = new Date()) {
  const { agreementReminderDays } = await readCharterSettings()
  const limit = dayAfter(now, -agreementReminderDays)
  const charters = await db.charter.findMany({ where: { ...awaitedSince(limit), clee: { status: { not: 'closed' } } }, include, orderBy: { proposedAt: 'asc' } })
  for (const charter of charters) await remind(charter, agreementReminderDays, limit, now)
}
