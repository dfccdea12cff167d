import { audit, type Actor } from '../audit/audit.ts'
import { createInvitation, invitationHours } from '../auth/invitations.ts'
import { config } from '../config.ts'
import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Copilot, CopilotSide, Role } from '../generated/prisma/client.ts'
import { fullName } from '../text.ts'
import { notify, type Message } from '../notifications/notify.ts'
import { today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'
import { sideNames } from './seats.ts'

const roles: Record<CopilotSide, Role> = { education: 'school_head', economy: 'company' }

/** The same sentence whatever the account behind the address: it tells nothing of who has one. */
const refusals: Record<CopilotSide, string> = {
  education: 'Cette adresse ne peut pas recevoir le copilotage du monde éducatif. Indiquez-en une autre, propre au chef d’établissement.',
  economy: 'Cette adresse ne peut pas recevoir le copilotage économique. Indiquez-en une autre, propre au représentant du monde économique.',
}

export const refusedAddress = (side: CopilotSide) => new FieldError('email', refusals[side])

/** Throws FieldError when the address belongs to an account that can't hold a seat of this side: another role, or disabled. */
export async function refuseOtherRole(tx: Tx, side: CopilotSide, email: string) {
  const user = await tx.user.findUnique({ where: { email } })
  if (user && (user.role !== roles[side] || !user.isActive)) throw refusedAddress(side)
  return user
}

async function accountOf(tx: Tx, { side, email, firstName, lastName, jobTitle, organisationId, schoolUai }: Copilot) {
  const existing = await refuseOtherRole(tx, side, email)
  return existing ?? tx.user.create({ data: { email, firstName, lastName, jobTitle, organisationId, schoolUai, role: roles[side] } })
}

const invitationMessage = (actor: Actor, clee: { name: string }, { side, startsOn }: Copilot, path: string): Message => ({
  subject: `Invitation à copiloter : ${clee.name}`,
  paragraphs: [
    `${actor.name} vous propose de copiloter « ${clee.name} », dans l’académie de ${config.academie}, au titre du ${sideNames[side]}${startsOn > today() ? `, à partir du ${formatDay(startsOn)}` : ''}.`,
    'Un CLEE (comité local école-entreprise) facilite les échanges entre les établissements scolaires et les entreprises d’un territoire. Ses membres sont bénévoles.',
    `Pour accepter, ouvrez ce lien personnel. Il sert une seule fois, pendant ${invitationHours} heures :`,
  ],
  path,
  isSecret: true,
})

/** Invites the person of a waiting seat: an account without a password, a single-use link of 72 hours by mail; earlier links die. Throws FieldError('email') when the address belongs to an account of another role. */
export async function inviteCopilot(tx: Tx, actor: Actor, clee: { id: string; name: string }, copilot: Copilot) {
  const user = await accountOf(tx, copilot)
  await tx.copilot.update({ where: { id: copilot.id }, data: { userId: user.id } })
  const path = await createInvitation(tx, user.id, copilot.id)
  const name = fullName(copilot)
  await audit(tx, actor, 'invitation.sending', { id: copilot.id, name, cleeId: clee.id })
  await notify(tx, 'invitation.sending', [{ email: copilot.email, name }], invitationMessage(actor, clee, copilot, path))
}

/** An account that nobody has used goes with the seat that it was opened for. */
export async function forgetUnusedAccount(tx: Tx, userId: string) {
  await tx.user.deleteMany({ where: { id: userId, passwordHash: null, lastLoginAt: null, copilotSeats: { none: {} }, invitations: { none: {} } } })
}
