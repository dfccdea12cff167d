import type { Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { refuseUnread } from '../inquiries/commands.ts'
import { newLink } from '../inquiries/links.ts'
import { notify, type Message } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import type { DeskInquiry } from './queries.ts'

/** The states in which an inquiry may be answered, transferred, closed. */
export const running = { in: ['open', 'answered'] } satisfies Prisma.EnumInquiryStatusFilter

/** The columns of who takes an inquiry in charge. */
export const ownedBy = ({ id, name }: Actor) => ({ ownerId: id, ownerName: name })

/** Tells who asks, with a new link to the thread. */
export const tellAuthor = async (tx: Tx, event: string, inquiry: DeskInquiry, messageAt: (path: string) => Message) =>
  notify(tx, event, [recipientOf(inquiry)], messageAt(await newLink(tx, inquiry.id)))

/** The refusal of what was written on a thread that has changed since: what was typed is kept; a closed inquiry says by whom, and is to be opened again. */
export async function refuseLate(tx: Tx, { id }: DeskInquiry) {
  const closed = await tx.inquiry.findFirst({ where: { id, status: 'closed' }, orderBy: { id: 'asc' } })
  if (!closed) return refuseUnread()
  const closing = await tx.auditEntry.findFirst({ where: { subjectId: id, event: 'inquiry.closing' }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
  return new FieldError('body', `Cette demande vient d’être close par ${closing?.actorId ? closing.actorName : 'la personne qui l’a écrite'}. Votre texte est gardé\u00a0: relisez l’échange, puis rouvrez-la pour l’envoyer.`)
}
