import { audit, type Actor } from '../audit/audit.ts'
import { config } from '../config.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'

/** Throws 409 where a mail server is set: the portal sends the mails itself. */
export function refusePassingOn() {
  if (config.smtpUrl) throw conflict('Un serveur de courriel est réglé : le portail envoie lui-même ses messages.')
}

/** Notes that the mission has passed a mail on by hand; its personal link is wiped, as when it leaves. Throws 409 when it has left already, or when a mail server is set. */
export const passOnMail = (actor: Actor, mail: { id: string; subject: string; toName: string }) =>
  db.$transaction(async (tx) => {
    refusePassingOn()
    const { count } = await tx.mail.updateMany({ where: { id: mail.id, status: { not: 'sent' } }, data: { status: 'sent', sentAt: new Date(), secretLink: null, lastError: null } })
    if (count === 0) throw conflict('Ce courriel est déjà marqué comme transmis.')
    await audit(tx, actor, 'mail.transmission', { id: mail.id, name: `${mail.subject} (${mail.toName})` })
  })
