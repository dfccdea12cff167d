import { audit, type Actor } from '../audit/audit.ts'
import { requireOwnPassword } from '../auth/own-password.ts'
import { hashPassword } from '../auth/passwords.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'
import { fullName } from '../text.ts'
import { setPassword } from '../password-resets/commands.ts'
import { runningSeats } from '../users/commands.ts'
import { deleteOwnAccount } from '../users/deletion.ts'
import type { ReminderPace } from '../generated/prisma/client.ts'
import type { IdentityInput } from './schemas.ts'

const self = (actor: Actor) => ({ id: actor.id, name: actor.name })

/** Corrects one's own name and function; those of one's running seats follow, the past stays as it was. */
export const correctOwnIdentity = (actor: Actor, input: IdentityInput) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: actor.id, isActive: true }, data: input })
    if (count === 0) throw conflict('Ce compte est désactivé. Écrivez à la mission académique.')
    await tx.copilot.updateMany({ where: { userId: actor.id, ...runningSeats() }, data: input })
    await audit(tx, actor, 'account.change', { id: actor.id, name: fullName(input) })
  })

/** Changes one's password, the current one given; the other sessions end. Throws FieldError, 429. */
export async function changeOwnPassword(actor: Actor, { currentPassword, password }: { currentPassword: string; password: string }, keptSid: string) {
  await requireOwnPassword(actor.id, currentPassword)
  const passwordHash = await hashPassword(password)
  await db.$transaction(async (tx) => setPassword(tx, await tx.user.findUniqueOrThrow({ where: { id: actor.id } }), passwordHash, keptSid))
}

/** Agrees that one's name be published (R18); agreeing twice changes nothing. */
export const giveNameConsent = (actor: Actor) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: actor.id, isActive: true, nameConsentAt: null }, data: { nameConsentAt: new Date() } })
    if (count > 0) await audit(tx, actor, 'account.consent', self(actor))
  })

/** Takes it back: the name leaves the public pages at once. */
export const withdrawNameConsent = (actor: Actor) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: actor.id, nameConsentAt: { not: null } }, data: { nameConsentAt: null } })
    if (count > 0) await audit(tx, actor, 'account.consent-withdrawal', self(actor))
  })

/** How often one gets the mail that groups what awaits; the same again changes nothing. */
export const chooseReminderPace = (actor: Actor, pace: ReminderPace) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: actor.id, isActive: true, reminderPace: { not: pace } }, data: { reminderPace: pace } })
    if (count > 0) await audit(tx, actor, 'account.reminders', self(actor), { pace })
  })

/** Deletes one's own account, the password given. Throws FieldError, 409 while something holds the person. */
export async function leavePortal(actor: Actor, { currentPassword }: { currentPassword: string }) {
  await requireOwnPassword(actor.id, currentPassword)
  await deleteOwnAccount(actor.id)
}
