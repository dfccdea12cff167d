import { audit, type Actor } from '../audit/audit.ts'
import { countInvitation } from '../auth/throttle.ts'
import { touchClee } from '../clees/states.ts'
import { forgetUnusedAccount, inviteCopilot } from '../copilots/invite.ts'
import { openSeat, refuseOverlap, structureFinder, type Nominee } from '../copilots/new-seat.ts'
import type { Seat } from '../copilots/queries.ts'
import { successorOf } from '../copilots/seats.ts'
import { recipientsOf, tellPeople, tellSome } from '../copilots/tell.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { displayName } from '../text.ts'
import { parisDay, today } from '../school-year.ts'
import { functionMessage, newEndMessage } from './mails.ts'
import { asRead, isLastOfSide, takesOver } from './remaining.ts'
import type { MandateInput } from './schemas.ts'

type Clee = { id: string; name: string; slug: string }

const raced = 'Ce copilotage a changé entre-temps. Rechargez la page.'

/** Invites somebody to a seat of a declared CLEE. Throws FieldError (R1, address, SIRET, overlap), 429. */
export async function inviteToSeat(actor: Actor, clee: Clee, { startsOn, endsOn, ...nominee }: Nominee & { startsOn: Date; endsOn: Date | null }) {
  const structure = await structureFinder(nominee, clee.id)
  await countInvitation(actor.id, nominee.email)
  return refuseDuplicate('Cette personne vient d’être invitée. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      // Locks the CLEE first, as whatever changes its people does: of two at once the second waits, then sees.
      await touchClee(tx, clee.id)
      return openSeat(tx, actor, clee, nominee, { startsOn, endsOn }, structure)
    }),
  )
}

/** Sends a fresh link to a co-pilot who has not accepted yet; the earlier one dies. Throws 409 once they have. */
export async function renewInvitation(actor: Actor, clee: Clee, seat: Seat) {
  if (seat.acceptedAt) throw conflict('Cette personne a déjà accepté : il n’y a pas d’invitation à renvoyer. Revenez à la page « Copilotes » du CLEE.')
  await countInvitation(actor.id, seat.email)
  await db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    if ((await tx.copilot.count({ where: { id: seat.id, acceptedAt: null } })) === 0) throw conflict(raced)
    await inviteCopilot(tx, actor, clee, seat)
  })
}

/** Cancels an invitation: the seat and its link go. Throws 409 when it was accepted, or belongs to a hand-over under way. */
export const cancelInvitation = (actor: Actor, clee: Clee, seat: Seat) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    const isFree = { OR: [{ replacesId: null }, { replaces: { endsOn: { lt: today() } } }] }
    const { count } = await tx.copilot.deleteMany({ where: { id: seat.id, acceptedAt: null, ...isFree } })
    if (count === 0) throw conflict('Cette invitation a été acceptée, ou fait partie d’une passation en cours. Rechargez la page.')
    if (seat.userId) await forgetUnusedAccount(tx, seat.userId)
    await audit(tx, actor, 'copilot.cancellation', { id: seat.id, name: displayName(seat), cleeId: clee.id })
  })

const refuseEnd = (sentence: string) => new FieldError('endsOn', sentence)

/** A last day moves within what R2 allows; a hand-over under way keeps its own. */
async function checkEnd(tx: Tx, seat: Seat, endsOn: Date | null) {
  if (successorOf(seat)) throw refuseEnd('Une passation est en cours, avec ses dates : revenez d’abord sur elle.')
  if (endsOn && endsOn < seat.startsOn) throw refuseEnd('La fin du mandat ne peut pas précéder son début.')
  if (endsOn && endsOn < today()) throw refuseEnd('Cette date est passée : pour un mandat déjà terminé, la mission passe par « Mettre fin au mandat ».')
  const isShortened = endsOn !== null && (seat.endsOn === null || endsOn < seat.endsOn)
  if (isShortened && (await isLastOfSide(tx, seat, endsOn))) throw refuseEnd('Ce siège serait vide ensuite : passez par « Passer la main » ou « Mettre fin au mandat ».')
  await refuseOverlap(tx, seat.cleeId, seat, { startsOn: seat.startsOn, endsOn }, { id: seat.id, field: 'endsOn' })
}

async function tellNewEnd(tx: Tx, actor: Actor, clee: Clee, seat: Seat, endsOn: Date | null) {
  const isLast = endsOn !== null && (await isLastOfSide(tx, seat, endsOn))
  await tellPeople(tx, actor, clee.id, 'copilot.change', newEndMessage(clee, seat, actor.name, endsOn, isLast), [seat])
}

/** Corrects the function and, unless undefined, the last day of a running mandate; tells its holder, and of another last day everybody. Throws FieldError, 409. */
export const changeMandate = (actor: Actor, clee: Clee, seat: Seat, { jobTitle, endsOn = seat.endsOn }: Pick<MandateInput, 'jobTitle'> & { endsOn?: Date | null }) =>
  refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      await touchClee(tx, clee.id)
      const isMoved = endsOn?.getTime() !== seat.endsOn?.getTime()
      if (isMoved) await checkEnd(tx, seat, endsOn)
      const { count } = await tx.copilot.updateMany({ where: { ...asRead(seat), ...(isMoved && { successors: { none: takesOver() } }) }, data: { jobTitle, endsOn } })
      if (count === 0) throw conflict(raced)
      await audit(tx, actor, 'copilot.change', { id: seat.id, name: displayName(seat), cleeId: clee.id }, { jobTitle, from: seat.jobTitle, ...(isMoved && { endsOn: endsOn && parisDay(endsOn) }) })
      if (isMoved) await tellNewEnd(tx, actor, clee, seat, endsOn)
      if (jobTitle !== seat.jobTitle) await tellSome(tx, actor, 'copilot.change', await recipientsOf(tx, [seat]), functionMessage(clee, seat, actor.name, jobTitle))
    }),
  )
