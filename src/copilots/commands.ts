import { audit, type Actor } from '../audit/audit.ts'
import { hashPassword } from '../auth/passwords.ts'
import { activateIfReady, subjectOf, touchClee } from '../clees/states.ts'
import type { FullClee } from '../clees/queries.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { Copilot } from '../generated/prisma/client.ts'
import { displayName, fullName } from '../text.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { findOrCreateOrganisation } from '../organisations/commands.ts'
import { notOverOn, today } from '../school-year.ts'
import { refuseOtherRole } from './invite.ts'
import { acceptanceMessage } from './mails.ts'
import type { FoundInvitation } from './queries.ts'
import type { EconomicCopilotInput } from './schemas.ts'
import { waitingSeat } from './seats.ts'

const raced = 'Ce copilotage a changé entre-temps. Rechargez la page.'

/** Names the economic co-pilot of a draft, or corrects who was named; the invitation leaves with the declaration. Throws 409 once it is sent. */
export async function designateEconomicCopilot(actor: Actor, clee: FullClee, input: EconomicCopilotInput) {
  await refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      // Locks the CLEE first, as declaring and accepting do: of three people at once, each waits and none fails.
      const { status } = await touchClee(tx, clee.id)
      if (status !== 'draft') throw conflict('La déclaration est envoyée : invitez les copilotes depuis la page « Copilotes » du CLEE.')
      await refuseOtherRole(tx, 'economy', input.email)
      const { organisationName, siret, ...person } = input
      const organisation = await findOrCreateOrganisation(tx, { name: organisationName, siret, world: 'economy', cleeId: clee.id })
      const waiting = waitingSeat(clee)
      const seat = { ...person, organisationId: organisation.id, side: 'economy' as const, userId: null }
      if (waiting) await tx.copilot.deleteMany({ where: { id: waiting.id, acceptedAt: null } })
      if (await tx.copilot.count({ where: { cleeId: clee.id, side: 'economy' } })) throw conflict(raced)
      const copilot = await tx.copilot.create({ data: { ...seat, cleeId: clee.id, startsOn: today() } })
      await audit(tx, actor, 'copilot.designation', { id: copilot.id, name: displayName(copilot), cleeId: clee.id })
    }),
  )
}

type OfferedSeat = Copilot & { clee: { id: string; name: string; slug: string } }

// A mandate begins on its day, or on that of the answer when that is later; neither in a closed CLEE nor past its end.
async function fillSeat(tx: Tx, seat: OfferedSeat) {
  const day = today()
  const { count } = await tx.copilot.updateMany({
    where: { id: seat.id, acceptedAt: null, clee: { status: { not: 'closed' } }, ...notOverOn(day) },
    data: { acceptedAt: new Date(), startsOn: seat.startsOn > day ? seat.startsOn : day },
  })
  if (count === 0) throw conflict('Ce siège n’est plus à prendre : le CLEE est fermé, ou le mandat proposé est passé. Écrivez à la mission académique.')
}

/** Who sent the last invitation to this seat, as the journal names them. */
async function inviterOf(tx: Tx, { id }: OfferedSeat) {
  const entry = await tx.auditEntry.findFirst({ where: { event: 'invitation.sending', subjectId: id }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
  return entry?.actorName ?? ''
}

async function takeSeat(tx: Tx, actor: Actor, seat: OfferedSeat) {
  await fillSeat(tx, seat)
  if (seat.schoolUai) await tx.user.update({ where: { id: actor.id }, data: { schoolUai: seat.schoolUai } })
  await audit(tx, actor, 'invitation.acceptance', subjectOf(seat.clee))
  await activateIfReady(tx, actor, seat.clee)
  const others = [...(await copilotRecipients(tx, seat.cleeId)), ...(await missionRecipients(tx))]
  const acceptor = await tx.user.findUniqueOrThrow({ where: { id: actor.id } })
  await notify(tx, 'invitation.acceptance', others.filter(({ email }) => email !== acceptor.email), acceptanceMessage(actor.name, seat.clee, seat, await inviterOf(tx, seat)))
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
    const actor = { id: user.id, name: fullName(user), role: user.role }
    if (copilot) await takeSeat(tx, actor, copilot)
    else await audit(tx, actor, 'invitation.acceptance', { id: user.id, name: actor.name })
  })
}
