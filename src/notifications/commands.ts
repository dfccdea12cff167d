import { audit, type Actor } from '../audit/audit.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'
import { hasMailServer } from './promise.ts'

export const alreadyPassedOn = 'Ce courriel est déjà marqué comme transmis.'
export const allPassedOn = 'Ces courriels sont déjà marqués comme transmis.'

/** Throws 409 where a mail server is set: the portal sends the mails itself. */
export function refusePassingOn() {
  if (hasMailServer()) throw conflict('Un serveur de courriel est réglé : le portail envoie lui-même ses messages.')
}

/**
 * Notes that the mission has passed mails on by hand; their personal links are wiped, as when they leave. Gives how many.
 * Throws 409 when all had left already, or when a mail server is set.
 */
export const passOnMails = (actor: Actor, ids: string[]) =>
  db.$transaction(async (tx) => {
    refusePassingOn()
    // In the order of their ids, so that two people who mark the same ones wait for each other.
    await tx.$queryRaw`SELECT 1 FROM mails WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
    const mails = await tx.mail.updateManyAndReturn({ where: { id: { in: ids }, status: { not: 'sent' } }, data: { status: 'sent', sentAt: new Date(), secretLink: null, lastError: null }, select: { id: true, subject: true, toName: true } })
    if (mails.length === 0) throw conflict(ids.length > 1 ? allPassedOn : alreadyPassedOn)
    for (const { id, subject, toName } of mails) await audit(tx, actor, 'mail.transmission', { id, name: `${subject} (${toName})` })
    return mails.length
  })
