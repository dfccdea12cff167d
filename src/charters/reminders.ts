import { dayAfter, otherSide } from '../copilots/seats.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { sideRecipients } from '../notifications/recipients.ts'
import { proposalReminderMessage } from './mails.ts'
import { readCharterSettings } from './settings.ts'

const include = { clee: { select: { id: true, name: true, slug: true } } } satisfies Prisma.CharterInclude
type Proposed = Prisma.CharterGetPayload<{ include: typeof include }>

const awaitedSince = (limit: Date) => ({ status: 'proposed', remindedAt: null, proposedAt: { lt: limit } }) satisfies Prisma.CharterWhereInput

/** Reminds the other side once; nobody while its seat is vacant: whoever takes it will be. */
const remind = ({ id, clee, proposedByName, proposedSide }: Proposed, days: number, limit: Date, now: Date) =>
  db.$transaction(async (tx) => {
    const recipients = await sideRecipients(tx, clee.id, otherSide(proposedSide ?? 'education'))
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
