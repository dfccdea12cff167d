import { audit, thePublic } from '../audit/audit.ts'
import { evenly } from '../auth/pace.ts'
import { countInquiry, countInquiryMessage } from '../auth/throttle.ts'
import { oldestUnconfirmed } from '../auth/tokens.ts'
import { db, type Tx } from '../db.ts'
import { Clash, conflict } from '../errors.ts'
import type { Inquiry, InquiryKind } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { fullName } from '../text.ts'
import type { Destination } from './destination.ts'
import { newLink } from './links.ts'
import { alreadySentMessage, arrivalMessage, confirmationMessage, replyMessage } from './mails.ts'
import { addresseeOf, type Thread } from './queries.ts'
import { answeringPeople, askedPeople } from './recipients.ts'
import type { InquiryInput, ReplyInput } from './schemas.ts'
import { unansweredSince, wasSettled } from './waiting.ts'

/** What the journal, which is for ever, keeps of an inquiry: its reference. */
export const subjectOf = ({ id, reference, cleeId }: Pick<Inquiry, 'id' | 'reference' | 'cleeId'>) => ({ id, name: reference, ...(cleeId && { cleeId }) })

const changed = 'Relisez l’échange ci-dessus\u00a0: votre message est gardé, et n’est pas encore parti.'
/** What a writer who had not read the last message is told; what they wrote is kept. */
export const refuseUnread = () => new Clash('body', 'Cet échange a changé pendant que vous écriviez', changed)

const oneHour = 3_600_000
/** A click repeated, before the first is answered. */
const oneClick = 5_000

const bodyOf = ({ message, expected }: InquiryInput) => (expected ? `${message}\n\nCe qui est attendu :\n${expected}` : message)

type Sending = { kind: InquiryKind; input: InquiryInput; destination: Destination; communeCode: string | null }

/** Those who write from one address are taken one after the other: a message sent twice at once is then found by the second. */
const lockWriter = (tx: Tx, email: string) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`inquiry ${email}`}, 0))`

/** The same message, sent by the same address less than an hour ago. */
const findSame = (tx: Tx, { kind, input, destination }: Sending, now: Date) =>
  tx.inquiry.findFirst({
    where: { email: input.email, kind, subject: input.subject, cleeId: destination.cleeId, bassinId: destination.bassinId, createdAt: { gt: new Date(now.getTime() - oneHour) }, messages: { some: { authorId: null, body: bodyOf(input) } } },
    orderBy: { createdAt: 'desc' },
    include: { links: { orderBy: { createdAt: 'desc' }, take: 1 } },
  })

const isRepeated = (same: Awaited<ReturnType<typeof findSame>>, now: Date) => same?.links.some(({ createdAt }) => now.getTime() - createdAt.getTime() < oneClick) ?? false

function createInquiry(tx: Tx, { kind, input, destination, communeCode }: Sending, createdAt: Date) {
  const { message: _, expected: __, ...columns } = input
  const { cleeId, bassinId, askedOf } = destination
  const messages = { create: { authorName: fullName(input), body: bodyOf(input), createdAt } }
  return tx.inquiry.create({ data: { ...columns, kind, cleeId, bassinId, askedOf, communeCode, reference: newReceipt('DEM', createdAt), createdAt, messages } })
}

/** Keeps a message until its address is confirmed; its answer tells nothing of what was sent before: the mail does. Throws 429. */
export async function sendInquiry(sending: Sending, address: string, now = new Date()) {
  await countInquiry(sending.input.email, address)
  await evenly(() =>
    db.$transaction(async (tx) => {
      await lockWriter(tx, sending.input.email)
      const same = await findSame(tx, sending, now)
      if (isRepeated(same, now)) return
      const inquiry = same ?? (await createInquiry(tx, sending, now))
      const path = await newLink(tx, inquiry.id, now)
      const isKnown = inquiry.status !== 'unconfirmed'
      await notify(tx, 'inquiry.confirmation', [recipientOf(inquiry)], isKnown ? alreadySentMessage(inquiry, path) : confirmationMessage(inquiry, sending.destination.words, path))
    }),
  )
}

/** Its author confirms a message: those asked are told. Throws 409 when it was confirmed meanwhile. */
export const confirmInquiry = (inquiry: Thread, now = new Date()) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, status: 'unconfirmed', createdAt: { gt: oldestUnconfirmed(now) } }, data: { status: 'open', confirmedAt: now, waitingSince: now } })
    if (count === 0) throw conflict('Ce message est déjà confirmé : il est parti.')
    await audit(tx, thePublic, 'inquiry.confirmation', subjectOf(inquiry), { to: addresseeOf(inquiry) })
    await notify(tx, 'inquiry.confirmation', await askedPeople(tx, inquiry), arrivalMessage(inquiry))
  })

/** Its author writes again: an answer is awaited from now on, or since it already was, unless they had settled it; what was closed opens. Throws FieldError when the thread has changed, 429. */
export async function replyToInquiry(inquiry: Thread, { body, revision }: ReplyInput) {
  await countInquiryMessage(inquiry.id)
  await db.$transaction(async (tx) => {
    const now = new Date()
    const unanswered = (await wasSettled(tx, inquiry)) ? null : unansweredSince(inquiry)
    const data = { status: 'open' as const, closedAt: null, revision: { increment: 1 }, waitingSince: inquiry.waitingSince ?? unanswered ?? now }
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, revision, status: inquiry.status, NOT: { status: 'unconfirmed' } }, data })
    if (count === 0) throw refuseUnread()
    await tx.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorName: fullName(inquiry), body, createdAt: now } })
    await audit(tx, thePublic, 'inquiry.reply', subjectOf(inquiry))
    await notify(tx, 'inquiry.reply', await answeringPeople(tx, inquiry), replyMessage(inquiry))
  })
}

/** Its author has their answer. Throws 409 when it is closed already. */
export const settleInquiry = (inquiry: Thread) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, status: { in: ['open', 'answered'] } }, data: { status: 'closed', closedAt: new Date(), waitingSince: null, revision: { increment: 1 } } })
    if (count === 0) throw conflict('Cet échange est déjà clos.')
    await audit(tx, thePublic, 'inquiry.closing', subjectOf(inquiry))
  })

type Erased = Pick<Inquiry, 'id' | 'reference'>

/** Deletes inquiries with their messages, their links, and the mails that speak of them. */
export async function deleteInquiries(tx: Tx, inquiries: Erased[]) {
  await tx.inquiry.deleteMany({ where: { id: { in: inquiries.map(({ id }) => id) } } })
  for (const { reference } of inquiries) await tx.mail.deleteMany({ where: { event: { startsWith: 'inquiry.' }, subject: { endsWith: `(${reference})` } } })
}

/** Its author has all that they wrote deleted; the journal keeps the reference. */
export const eraseInquiry = (inquiry: Thread) =>
  db.$transaction(async (tx) => {
    await deleteInquiries(tx, [inquiry])
    await audit(tx, thePublic, 'inquiry.deletion', subjectOf(inquiry))
  })
