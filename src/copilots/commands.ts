import { audit, type Actor } from '../audit/audit.ts'
import { hashPassword } from '../auth/passwords.ts'
import { countInvitation } from '../auth/throttle.ts'
import { activateIfReady, subjectOf, touchClee } from '../clees/states.ts'
import type { FullClee } from '../clees/queries.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { Copilot } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { findOrCreateOrganisation } from '../organisations/commands.ts'
import { today } from '../school-year.ts'
import { inviteCopilot, refusedAddress } from './invite.ts'
import { acceptanceMessage } from './mails.ts'
import type { FoundInvitation } from './queries.ts'
import type { EconomicCopilotInput } from './schemas.ts'

const raced = 'Ce copilotage a changé entre-temps. Rechargez la page.'

/** The economic seat that waits for its holder, if any. */
export const waitingSeat = (clee: Pick<FullClee, 'copilots'>) => clee.copilots.find((copilot) => copilot.side === 'economy' && !copilot.acceptedAt)

// The seat that goes takes its links with it; an account that nobody has used goes too.
async function forgetUnusedAccount(tx: Tx, userId: string) {
  await tx.user.deleteMany({ where: { id: userId, passwordHash: null, lastLoginAt: null, copilotSeats: { none: {} } } })
}

async function refuseOtherRole(tx: Tx, email: string) {
  const user = await tx.user.findUnique({ where: { email } })
  if (user && user.role !== 'company') throw refusedAddress()
}

/** Names the economic co-pilot, or corrects who was named, until they accept. Once the CLEE is declared the invitation leaves at once. */
export async function designateEconomicCopilot(actor: Actor, clee: FullClee, input: EconomicCopilotInput) {
  if (clee.status !== 'draft') await countInvitation(actor.id, input.email)
  await refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      // Locks the CLEE first, as renewing and accepting do: of three people at once, each waits and none fails.
      await touchClee(tx, clee.id)
      await refuseOtherRole(tx, input.email)
      const { organisationName, siret, ...person } = input
      const organisation = await findOrCreateOrganisation(tx, { name: organisationName, siret, world: 'economy' })
      const waiting = waitingSeat(clee)
      const seat = { ...person, organisationId: organisation.id, side: 'economy' as const, userId: null }
      if (waiting) await tx.copilot.deleteMany({ where: { id: waiting.id, acceptedAt: null } })
      if (await tx.copilot.count({ where: { cleeId: clee.id, side: 'economy', endsOn: null } })) throw conflict(raced)
      const copilot = await tx.copilot.create({ data: { ...seat, cleeId: clee.id, startsOn: today() } })
      if (waiting?.userId) await forgetUnusedAccount(tx, waiting.userId)
      await audit(tx, actor, 'copilot.designation', { id: copilot.id, name: `${person.firstName} ${person.lastName}`, cleeId: clee.id })
      if (clee.status !== 'draft') await inviteCopilot(tx, actor, clee, copilot)
    }),
  )
}

/** Sends a fresh link to the co-pilot who has not accepted yet; the earlier one dies. */
export async function renewInvitation(actor: Actor, clee: FullClee) {
  const waiting = waitingSeat(clee)
  if (!waiting || clee.status === 'draft') throw conflict('Il n’y a pas d’invitation à renvoyer.')
  await countInvitation(actor.id, waiting.email)
  await db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    if ((await tx.copilot.count({ where: { id: waiting.id, acceptedAt: null } })) === 0) throw conflict(raced)
    await inviteCopilot(tx, actor, clee, waiting)
  })
}

async function takeSeat(tx: Tx, actor: Actor, seat: Copilot & { clee: { id: string; name: string; slug: string } }) {
  const { count } = await tx.copilot.updateMany({ where: { id: seat.id, acceptedAt: null }, data: { acceptedAt: new Date(), startsOn: today() } })
  if (count === 0) throw conflict(raced)
  await audit(tx, actor, 'invitation.acceptance', subjectOf(seat.clee))
  await activateIfReady(tx, actor, seat.clee)
  const others = [...(await copilotRecipients(tx, seat.cleeId)), ...(await missionRecipients(tx))]
  const acceptor = await tx.user.findUniqueOrThrow({ where: { id: actor.id } })
  await notify(tx, 'invitation.acceptance', others.filter(({ email }) => email !== acceptor.email), acceptanceMessage(actor.name, seat.clee))
}

/**
 * Accepts an invitation: its seat is taken, and the account gets its password when it has none.
 * Of two people who open the same link at once, the second gets 409.
 */
export async function acceptInvitation(invitation: FoundInvitation, password: string | null) {
  const { user, copilot } = invitation
  const passwordHash = password === null ? null : await hashPassword(password)
  await db.$transaction(async (tx) => {
    if (copilot) await touchClee(tx, copilot.cleeId)
    const { count } = await tx.invitation.updateMany({ where: { id: invitation.id, usedAt: null, expiresAt: { gt: new Date() } }, data: { usedAt: new Date() } })
    if (count === 0) throw conflict('Cette invitation a déjà servi, ou n’est plus valable.')
    if (passwordHash) await tx.user.update({ where: { id: user.id }, data: { passwordHash } })
    const actor = { id: user.id, name: `${user.firstName} ${user.lastName}`, role: user.role }
    if (copilot) await takeSeat(tx, actor, copilot)
    else await audit(tx, actor, 'invitation.acceptance', { id: user.id, name: actor.name })
  })
}
