import { config } from '../config.ts'
import type { Tx } from '../db.ts'
import { addressOf } from '../web/address.ts'

export type Recipient = { email: string; name: string }
/** What an e-mail says: paragraphs of plain French, then one link into the portal. */
export type Message = { subject: string; paragraphs: string[]; path: string; isSecret?: boolean; notBefore?: Date }

const signature = `Le portail des CLEE de l’académie de ${config.academie}\nCe message est envoyé automatiquement : n’y répondez pas.`

/** Writes one e-mail per recipient in the transaction of what it tells; the worker sends them later. */
export async function notify(tx: Tx, event: string, recipients: Recipient[], message: Message) {
  const link = linkOf(message)
  await tx.mail.createMany({
    data: eachOnce(recipients).map(({ email, name }) => ({
      event,
      toEmail: email,
      toName: name,
      subject: message.subject,
      text: mailText(name, message, message.isSecret ? null : link),
      secretLink: message.isSecret ? link : null,
      ...(message.notBefore && { nextAttemptAt: message.notBefore }),
    })),
  })
}

export const linkOf = ({ path }: Pick<Message, 'path'>) => addressOf(path)

/** The recipients, each once. */
export const eachOnce = (recipients: Recipient[]) => [...new Map(recipients.map((recipient) => [recipient.email.toLowerCase(), recipient])).values()]

/** Stands, alone on its line, for the link that only the mail may hold. */
const secretPlace = '\n[lien personnel]\n'

/** What the mail says, with its personal link when it is still known. */
export const mailWithLink = ({ text, secretLink }: { text: string; secretLink: string | null }) =>
  secretLink ? text.split(secretPlace).join(`\n${secretLink}\n`) : text

export const mailText = (name: string, { paragraphs }: Message, link: string | null) =>
  [`Bonjour ${name},`, ...paragraphs, link ?? secretPlace.trim(), `-- \n${signature}`].join('\n\n')
