import { audit } from '../audit/audit.ts'
import { createInvitation } from '../auth/invitations.ts'
import { closeSessions } from '../auth/open-sessions.ts'
import { evenly } from '../auth/pace.ts'
import { hashPassword } from '../auth/passwords.ts'
import { countReset } from '../auth/throttle.ts'
import { hoursFromNow, newToken } from '../auth/tokens.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import { fullName } from '../text.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { changedPasswordMessage, resetMessage, unopenedMessage } from './mails.ts'
import type { FoundReset } from './queries.ts'

const resetHours = 1

async function createReset(tx: Tx, userId: string) {
  await tx.passwordReset.deleteMany({ where: { userId, usedAt: null } })
  const { token, tokenHash } = newToken()
  await tx.passwordReset.create({ data: { userId, tokenHash, expiresAt: hoursFromNow(resetHours) } })
  return `/mot-de-passe/${token}`
}

/** Sends a link of one hour to the account of this address; a fresh invitation when nobody has opened it yet; nothing when there is none. The asker is told nothing of which. */
export async function requestReset(email: string, address: string) {
  await countReset(email, address)
  await evenly(() =>
    db.$transaction(async (tx) => {
      const user = await tx.user.findFirst({ where: { email, isActive: true } })
      if (!user) return
      const message = user.passwordHash ? resetMessage(await createReset(tx, user.id)) : unopenedMessage(await createInvitation(tx, user.id))
      await notify(tx, 'account.password', [recipientOf(user)], message)
    }),
  )
}

/** Sets a new password in a transaction: the other links die, every session but the one kept ends, the person is told. */
export async function setPassword(tx: Tx, user: FoundReset['user'], passwordHash: string, keptSid = '') {
  const { count } = await tx.user.updateMany({ where: { id: user.id, isActive: true }, data: { passwordHash } })
  if (count === 0) throw conflict('Ce compte est désactivé. Écrivez à la mission académique.')
  await tx.passwordReset.deleteMany({ where: { userId: user.id, usedAt: null } })
  await closeSessions(tx, user.id, keptSid)
  const name = fullName(user)
  await audit(tx, { id: user.id, name, role: user.role }, 'account.password', { id: user.id, name })
  await notify(tx, 'account.password', [{ email: user.email, name }], changedPasswordMessage)
}

/** Uses a link: of two people who open it at once, the second gets 409. */
export async function resetPassword(reset: FoundReset, password: string) {
  const passwordHash = await hashPassword(password)
  await db.$transaction(async (tx) => {
    const { count } = await tx.passwordReset.updateMany({ where: { id: reset.id, usedAt: null, expiresAt: { gt: new Date() } }, data: { usedAt: new Date() } })
    if (count === 0) throw conflict('Ce lien a déjà servi, ou n’est plus valable. Demandez-en un autre depuis la page de connexion.')
    // Whoever asked for another address may be the one the person wants out.
    await tx.emailChange.deleteMany({ where: { userId: reset.userId, appliedAt: null } })
    await setPassword(tx, reset.user, passwordHash)
  })
}
