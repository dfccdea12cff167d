import { audit, type Actor } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { subjectOf } from '../inquiries/commands.ts'
import { closedMessage } from '../inquiries/mails.ts'
import { unansweredSince } from '../inquiries/waiting.ts'
import type { Message } from '../notifications/notify.ts'
import type { DeskInquiry } from './queries.ts'
import type { ClosingInput } from './schemas.ts'
import { refuseLate, running, tellAuthor } from './thread.ts'

/** Throws 409 when an inquiry is closed. */
export function refuseClosed({ status }: DeskInquiry) {
  if (status === 'closed') throw conflict('Cette demande est déjà close. Rechargez la page.')
}

/** What its author reads by mail when an inquiry is closed, with the word that goes with it. */
export function closingMessage(inquiry: DeskInquiry, author: string, word: string, path: string): Message {
  const message = closedMessage(inquiry, path)
  return word ? { ...message, paragraphs: [`${author}, vous écrit :`, word, ...message.paragraphs] } : message
}

async function refuseLateClosing(tx: Tx, inquiry: DeskInquiry, word: string) {
  const isOpen = (await tx.inquiry.count({ where: { id: inquiry.id, status: running } })) > 0
  if (isOpen) return new FieldError('word', 'Cette demande a changé depuis que vous l’avez ouverte : relisez l’échange avant de la clore.')
  return word ? refuseLate(tx, inquiry) : conflict('Cette demande est déjà close. Rechargez la page.')
}

/** Closes an inquiry; its author is told, with a word if there is one, and may write again. Throws FieldError when the thread has changed, 409 when it is closed. */
export const closeInquiry = (actor: Actor, inquiry: DeskInquiry, author: string, { word, revision }: ClosingInput) =>
  db.$transaction(async (tx) => {
    const now = new Date()
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, revision, status: running }, data: { status: 'closed', closedAt: now, waitingSince: null, revision: { increment: 1 } } })
    if (count === 0) throw await refuseLateClosing(tx, inquiry, word)
    if (word) await tx.inquiryMessage.create({ data: { inquiryId: inquiry.id, authorId: actor.id, authorName: author, body: word, createdAt: now } })
    await audit(tx, actor, 'inquiry.closing', subjectOf(inquiry))
    await tellAuthor(tx, 'inquiry.closing', inquiry, (path) => closingMessage(inquiry, author, word, path))
  })

/** Opens a closed inquiry again: awaiting an answer, since it always did, when its author has had the last word. Throws 409 when it is not closed. */
export const reopenInquiry = (actor: Actor, inquiry: DeskInquiry) =>
  db.$transaction(async (tx) => {
    const waitingSince = unansweredSince(inquiry)
    const state = { status: waitingSince ? ('open' as const) : ('answered' as const), waitingSince }
    const { count } = await tx.inquiry.updateMany({ where: { id: inquiry.id, status: 'closed' }, data: { ...state, closedAt: null, revision: { increment: 1 } } })
    if (count === 0) throw conflict('Cette demande n’est pas close. Rechargez la page.')
    await audit(tx, actor, 'inquiry.reopening', subjectOf(inquiry))
  })
