import { audit, type Actor } from '../audit/audit.ts'
import { createInvitation, invitationHours } from '../auth/invitations.ts'
import { config } from '../config.ts'
import type { Tx } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { Copilot } from '../generated/prisma/client.ts'
import { notify, type Message } from '../notifications/notify.ts'

/** The same sentence whatever the account behind the address: it tells nothing of who has one. */
export const refusedAddress = () =>
  new FieldError('email', 'Cette adresse ne peut pas recevoir le copilotage économique. Indiquez-en une autre, propre au représentant du monde économique.')

async function accountOf(tx: Tx, copilot: Copilot) {
  const existing = await tx.user.findUnique({ where: { email: copilot.email } })
  if (existing && (existing.role !== 'company' || !existing.isActive)) {
    throw refusedAddress()
  }
  const { email, firstName, lastName, jobTitle, organisationId } = copilot
  return existing ?? tx.user.create({ data: { email, firstName, lastName, jobTitle, organisationId, role: 'company' } })
}

const invitationMessage = (actor: Actor, clee: { name: string }, path: string): Message => ({
  subject: `Invitation à copiloter : ${clee.name}`,
  paragraphs: [
    `${actor.name} vous propose de copiloter « ${clee.name} », dans l’académie de ${config.academie}, au titre du monde économique.`,
    'Un CLEE (comité local école-entreprise) facilite les échanges entre les établissements scolaires et les entreprises d’un territoire. Ses membres sont bénévoles.',
    `Pour accepter, ouvrez ce lien personnel. Il sert une seule fois, pendant ${invitationHours} heures :`,
  ],
  path,
  isSecret: true,
})

/** Invites the holder of a waiting economic seat: an account without a password, a single-use link of 72 hours by mail; earlier links die. Throws FieldError('email') when the address belongs to an account of another role. */
export async function inviteCopilot(tx: Tx, actor: Actor, clee: { id: string; name: string }, copilot: Copilot) {
  const user = await accountOf(tx, copilot)
  await tx.copilot.update({ where: { id: copilot.id }, data: { userId: user.id } })
  const path = await createInvitation(tx, user.id, copilot.id)
  await audit(tx, actor, 'invitation.sending', { id: copilot.id, name: `${copilot.firstName} ${copilot.lastName}`, cleeId: clee.id })
  await notify(tx, 'invitation.sending', [{ email: copilot.email, name: `${copilot.firstName} ${copilot.lastName}` }], invitationMessage(actor, clee, path))
}
