import { audit, type Actor } from '../audit/audit.ts'
import { db } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { subjectOf } from '../inquiries/commands.ts'
import type { Destination } from '../inquiries/destination.ts'
import { answerMessage, forwardedMessage, transferMessage } from '../inquiries/mails.ts'
import { askedPeople } from '../inquiries/recipients.ts'
import { notify } from '../notifications/notify.ts'
import type { DeskInquiry } from './queries.ts'
import type { AnswerInput, TransferInput } from './schemas.ts'
import { ownedBy, refuseLate, running, tellAuthor } from './thread.ts'

const raced = 'Cette demande vient de changer, ou d’être close : relisez-la, puis transmettez-la. Votre mot est gardé.'

/** Takes an inquiry in charge, from nobody or from whom the page showed. Throws 409 when somebody else did meanwhile. */
export const takeCharge = (actor: Actor, inquiry: DeskInquiry, seenOwner: string) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, ownerId: seenOwner || null, status: running }, data: ownedBy(actor) })
    if (count === 0) throw conflict('Quelqu’un vient de prendre cette demande en charge, ou de la clore. Rechargez la page.')
    await audit(tx, actor, 'inquiry.charge', subjectOf(inquiry))
  })

/** Answers: the mail leaves with the text and a link. `author` is how the public reads who answers; `reopens` what was seen closed. Throws FieldError when the thread has changed. */
export const answerInquiry = (actor: Actor, inquiry: DeskInquiry, author: string, { body, revision, reopens }: AnswerInput, now = new Date()) =>
  db.$transaction(async (tx) => {
    const owner = inquiry.ownerId === null ? ownedBy(actor) : {}
    const where = { id: inquiry.id, revision, status: reopens ? ('closed' as const) : running }
    const { count } = await tx.inquiry.updateMany({ where, data: { ...owner, status: 'answered', waitingSince: null, closedAt: null, revision: { increment: 1 } } })
    if (count === 0) throw await refuseLate(tx, inquiry)
    await tx.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorId: actor.id, authorName: author, body, createdAt: now } })
    if (reopens) await audit(tx, actor, 'inquiry.reopening', subjectOf(inquiry))
    await audit(tx, actor, 'inquiry.answer', subjectOf(inquiry))
    await tellAuthor(tx, 'inquiry.answer', inquiry, (path) => answerMessage(inquiry, author, body, path))
  })

type Transfer = TransferInput & { destination: Destination; author: string }

/** Gives an inquiry to others, who are told, with a word that its author never reads. Its wait goes on (R20). Throws FieldError when it has changed. */
export const transferInquiry = (actor: Actor, inquiry: DeskInquiry, { destination, author, word, revision }: Transfer) =>
  db.$transaction(async (tx) => {
    const now = new Date()
    const { cleeId, bassinId, words } = destination
    const place = { cleeId, bassinId, ownerId: null, ownerName: null }
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, revision, status: running }, data: { ...place, status: 'open', waitingSince: inquiry.waitingSince ?? now, revision: { increment: 1 } } })
    if (count === 0) throw new FieldError('', raced)
    if (word) await tx.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorId: actor.id, authorName: author, body: word, isInternal: true, createdAt: now } })
    await audit(tx, actor, 'inquiry.transfer', subjectOf({ ...inquiry, ...place }), { to: words })
    await notify(tx, 'inquiry.transfer', await askedPeople(tx, place), transferMessage(inquiry, author, word))
    await tellAuthor(tx, 'inquiry.transfer', inquiry, (path) => forwardedMessage(inquiry, words, path))
  })
