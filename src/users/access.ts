import { audit, type Actor } from '../audit/audit.ts'
import { closeSessions } from '../auth/open-sessions.ts'
import { refuseUnknownBassins } from '../clees/identity.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { User } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { runningCoordinations, runningSeats, structureOf, subjectOf } from './commands.ts'
import { assignCoordinator } from './coordinators.ts'
import { disabledMessage, enabledMessage, roleMessage } from './mails.ts'
import type { PlaceInput } from './schemas.ts'

type Known = Pick<User, 'id' | 'email' | 'firstName' | 'lastName' | 'role'>
export const lastMission = 'C’est le dernier compte actif de la mission : sans lui, plus personne ne gérerait le portail. Invitez d’abord quelqu’un d’autre de la mission, et attendez que son compte soit ouvert.'

/** Throws 409 when nobody else of the mission could sign in. Locks their rows first: of two people who remove each other at once, the second waits, and finds one left. */
export async function refuseLastMission(tx: Tx, id: string) {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE role = 'mission' AND is_active AND password_hash IS NOT NULL ORDER BY id FOR UPDATE`
  if (rows.length === 1 && rows[0]?.id === id) throw conflict(lastMission)
}

// Every personal link of this account stops working.
async function forgetLinks(tx: Tx, userId: string) {
  await tx.invitation.deleteMany({ where: { userId, usedAt: null } })
  await tx.passwordReset.deleteMany({ where: { userId, usedAt: null } })
  await tx.emailChange.deleteMany({ where: { userId, appliedAt: null } })
}

/** Ends an access at once: its sessions, its links, its password. Throws 409 when it had been, or for the last account of the mission. */
export const disableAccount = (actor: Actor, user: Known) =>
  db.$transaction(async (tx) => {
    await refuseLastMission(tx, user.id)
    const { count } = await tx.user.updateMany({ where: { id: user.id, isActive: true }, data: { isActive: false } })
    if (count === 0) throw conflict('Ce compte est déjà désactivé. Rechargez la page.')
    await closeSessions(tx, user.id)
    await forgetLinks(tx, user.id)
    await audit(tx, actor, 'account.disabling', subjectOf(user))
    await notify(tx, 'account.disabling', [recipientOf(user)], disabledMessage)
  })

/** Gives an access back, with the password that it had. */
export const enableAccount = (actor: Actor, user: Known) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id: user.id, isActive: false, deletedAt: null }, data: { isActive: true } })
    if (count === 0) throw conflict('Ce compte est déjà actif. Rechargez la page.')
    await audit(tx, actor, 'account.enabling', subjectOf(user))
    await notify(tx, 'account.enabling', [recipientOf(user)], enabledMessage)
  })

// What a person does in their role must end before the role changes.
async function refuseBusy(tx: Tx, user: Known, role: User['role']) {
  const seat = await tx.copilot.findFirst({ where: { userId: user.id, ...runningSeats() }, include: { clee: true }, orderBy: { id: 'asc' } })
  if (seat) {
    const what = seat.acceptedAt ? 'copilote' : 'est invitée à copiloter'
    throw new FieldError('role', `Cette personne ${what} « ${seat.clee.name} » : mettez d’abord fin à ce copilotage, depuis la page Copilotes du CLEE.`)
  }
  const coordination = await tx.bassinCoordinator.findFirst({ where: { userId: user.id, ...runningCoordinations() }, include: { bassin: true }, orderBy: { id: 'asc' } })
  if (coordination && role !== 'coordinator') throw new FieldError('role', `Cette personne coordonne le bassin « ${coordination.bassin.name} » en ${coordination.schoolYear} : retirez-lui d’abord cette coordination.`)
}

/** Changes what an account may do, and the structure that its role asks for. Throws FieldError when the person holds or awaits a seat or coordinates a bassin, 409 for the last account of the mission. */
export const changeRole = (actor: Actor, user: Known, input: PlaceInput) =>
  db.$transaction(async (tx) => {
    const { role, bassinIds } = input
    if (role === user.role) throw new FieldError('role', 'C’est déjà le rôle de ce compte : choisissez-en un autre.')
    await refuseBusy(tx, user, role)
    if (user.role === 'mission') await refuseLastMission(tx, user.id)
    if (role === 'coordinator') await refuseUnknownBassins(tx, bassinIds)
    const structure = await structureOf(tx, input)
    const { count } = await tx.user.updateMany({ where: { id: user.id, role: user.role, deletedAt: null, copilotSeats: { none: runningSeats() } }, data: { role, ...structure } })
    if (count === 0) throw conflict('Ce compte a changé entre-temps. Rechargez la page.')
    await audit(tx, actor, 'account.role', subjectOf(user), { from: user.role, to: role })
    if (role === 'coordinator') await assignCoordinator(tx, actor, subjectOf(user), bassinIds)
    await notify(tx, 'account.role', [recipientOf(user)], roleMessage(role))
  })
