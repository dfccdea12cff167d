import { audit, type Actor } from '../audit/audit.ts'
import { requireOwnPassword } from '../auth/own-password.ts'
import { evenly } from '../auth/pace.ts'
import { countEmailChange, countReset } from '../auth/throttle.ts'
import { hoursFromNow, newToken } from '../auth/tokens.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { runningSeats, subjectOf } from '../users/commands.ts'
import { appliedMessage, emailChangeHours, newAddressMessage, oldAddressMessage, takenAddressMessage } from './mails.ts'
import type { FoundEmailChange } from './queries.ts'

type Asker = Actor & { email: string }
const event = 'account.email'
const raced = 'Ce changement d’adresse a été annulé, confirmé ou remplacé entre-temps. Ouvrez votre compte pour voir où il en est.'

// Of an address that has an account, only its holder is told: the asker sees the same change wait.
async function startChange(tx: Tx, actor: Asker, newEmail: string) {
  const [forOld, forNew] = [newToken(), newToken()]
  await tx.emailChange.deleteMany({ where: { userId: actor.id, appliedAt: null } })
  await tx.emailChange.create({ data: { userId: actor.id, newEmail, oldTokenHash: forOld.tokenHash, newTokenHash: forNew.tokenHash, expiresAt: hoursFromNow(emailChangeHours) } })
  const holder = await tx.user.findUnique({ where: { email: newEmail } })
  await notify(tx, event, [{ email: actor.email, name: actor.name }], oldAddressMessage(newEmail, `/compte/adresse/${forOld.token}`))
  if (holder) await notify(tx, event, [recipientOf(holder)], takenAddressMessage)
  else await notify(tx, event, [{ email: newEmail, name: actor.name }], newAddressMessage(`/compte/adresse/${forNew.token}`))
}

/** Asks for another address: a link of 24 hours leaves for each of the two. Throws FieldError (wrong password, same address), 429. */
export async function requestEmailChange(actor: Asker, { email, currentPassword }: { email: string; currentPassword: string }, address: string) {
  await requireOwnPassword(actor.id, currentPassword)
  if (email === actor.email.toLowerCase()) throw new FieldError('email', 'C’est déjà l’adresse de votre compte : saisissez la nouvelle.')
  await countReset(email, address)
  await countEmailChange(actor.id)
  await refuseDuplicate(raced, () => evenly(() => db.$transaction((tx) => startChange(tx, actor, email))))
}

/** Gives up a change of address; the links die. */
export const cancelEmailChange = (actor: Actor) => db.emailChange.deleteMany({ where: { userId: actor.id, appliedAt: null } })

async function apply(tx: Tx, { id, user, newEmail }: FoundEmailChange) {
  const { count } = await tx.emailChange.updateMany({ where: { id, appliedAt: null, oldConfirmedAt: { not: null }, newConfirmedAt: { not: null } }, data: { appliedAt: new Date() } })
  if (count === 0) return false
  await tx.user.update({ where: { id: user.id }, data: { email: newEmail } })
  await tx.copilot.updateMany({ where: { userId: user.id, ...runningSeats() }, data: { email: newEmail } })
  // A request for this account follows it, and will go with it.
  await tx.accountRequest.updateMany({ where: { email: user.email, status: { in: ['accepted', 'refused'] } }, data: { email: newEmail } })
  await tx.passwordReset.deleteMany({ where: { userId: user.id, usedAt: null } })
  const actor = { ...subjectOf(user), role: user.role }
  await audit(tx, actor, event, subjectOf(user))
  await notify(tx, event, [recipientOf(user), recipientOf({ ...user, email: newEmail })], appliedMessage(newEmail))
  return true
}

/** Confirms one side; true when the other one was confirmed too: the address has changed. Of the same link opened twice at once, the second gets 409. */
export const confirmEmailChange = (change: FoundEmailChange) =>
  refuseDuplicate('Cette adresse vient de recevoir un compte : elle n’est plus disponible. Choisissez-en une autre depuis « Mon compte ».', () =>
    db.$transaction(async (tx) => {
      const column = change.side === 'old' ? 'oldConfirmedAt' : 'newConfirmedAt'
      const { count } = await tx.emailChange.updateMany({ where: { id: change.id, [column]: null, appliedAt: null, expiresAt: { gt: new Date() }, user: { isActive: true } }, data: { [column]: new Date() } })
      if (count === 0) throw conflict(raced)
      return apply(tx, change)
    }),
  )
