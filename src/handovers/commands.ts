import { audit, type Actor } from '../audit/audit.ts'
import { countInvitation } from '../auth/throttle.ts'
import { touchClee } from '../clees/states.ts'
import { forgetUnusedAccount } from '../copilots/invite.ts'
import { openSeat, structureFinder, type Nominee } from '../copilots/new-seat.ts'
import type { Seat } from '../copilots/queries.ts'
import { successorOf } from '../copilots/seats.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { Copilot } from '../generated/prisma/client.ts'
import { asRead, isLastOfSide, takesOver } from '../mandates/remaining.ts'
import { parisDay, today } from '../school-year.ts'
import { departureMessage, handoverMessage, withdrawalMessage } from './mails.ts'
import type { DepartureInput } from './schemas.ts'
import { recipientsOf, tellPeople, tellSome } from '../copilots/tell.ts'
import { displayName } from '../text.ts'
import { vacate } from './vacancy.ts'

type Clee = { id: string; name: string; slug: string }
type Handover = Nominee & { startsOn: Date; endsOn: Date }

const subjectOf = (clee: Clee, seat: Copilot) => ({ id: seat.id, name: displayName(seat), cleeId: clee.id })

// Of two people who hand over or end one mandate at once, the second finds it changed.
async function endOn(tx: Tx, seat: Seat, endsOn: Date) {
  const { count } = await tx.copilot.updateMany({ where: { ...asRead(seat), successors: { none: takesOver() } }, data: { endsOn } })
  if (count === 0) throw conflict('Quelqu’un vient de passer la main ou de mettre fin à ce mandat. Rechargez la page des copilotes pour voir où il en est.')
}

/** Hands a seat over: its last day is set, the successor invited; nothing of the past changes. Throws FieldError (R1, address, SIRET), 409 when it is being handed over already, 429. */
export async function handOver(actor: Actor, clee: Clee, seat: Seat, { startsOn, endsOn, ...nominee }: Handover) {
  if (nominee.email === seat.email.toLowerCase()) throw new FieldError('email', 'Cette adresse est celle du copilote qui part : indiquez celle de son successeur.')
  const structure = await structureFinder(nominee, clee.id)
  await countInvitation(actor.id, nominee.email)
  return refuseDuplicate('Cette personne vient d’être invitée. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      await touchClee(tx, clee.id)
      await endOn(tx, seat, endsOn)
      const successor = await openSeat(tx, actor, clee, nominee, { startsOn, endsOn: null, replacesId: seat.id }, structure)
      await audit(tx, actor, 'copilot.handover', subjectOf(clee, seat), { successorId: successor.id, endsOn: parisDay(endsOn), startsOn: parisDay(startsOn) })
      await tellPeople(tx, actor, clee.id, 'copilot.handover', handoverMessage(actor.name, clee, seat, successor, endsOn), [seat])
      return successor
    }),
  )
}

// A mandate that has begun is history: it ends tonight. One that has not is as if it had never been.
async function dismissSuccessor(tx: Tx, actor: Actor, clee: Clee, successor: Copilot, isMission: boolean) {
  const where = { id: successor.id, ...(!isMission && { acceptedAt: null }) }
  const hasBegun = { acceptedAt: { not: null }, startsOn: { lte: today() } }
  const { count: ended } = await tx.copilot.updateMany({ where: { ...where, ...hasBegun }, data: { endsOn: today() } })
  const { count: gone } = ended > 0 ? { count: 0 } : await tx.copilot.deleteMany({ where: { ...where, NOT: hasBegun } })
  if (ended + gone === 0) throw conflict('Le successeur vient d’accepter : seule la mission académique peut encore revenir sur cette passation.')
  if (successor.userId) await forgetUnusedAccount(tx, successor.userId)
  await audit(tx, actor, 'copilot.cancellation', subjectOf(clee, successor))
}

/** Takes a hand-over back before its date: the leaver keeps the seat; a successor who has accepted goes only when the mission says so. Throws 409. */
export const withdrawHandover = (actor: Actor, clee: Clee, seat: Seat) =>
  refuseDuplicate('Cette personne a repris un siège entre-temps. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      await touchClee(tx, clee.id)
      const successor = successorOf(seat)
      const { count } = await tx.copilot.updateMany({ where: { ...asRead(seat), AND: { endsOn: { gte: today() } }, successors: { some: takesOver() } }, data: { endsOn: null } })
      if (count === 0 || !successor) throw conflict('Cette passation a déjà été retirée, ou sa date est passée. Rechargez la page des copilotes.')
      await tellPeople(tx, actor, clee.id, 'copilot.handover', withdrawalMessage(clee, seat, successor), successor.acceptedAt ? [successor] : [])
      await dismissSuccessor(tx, actor, clee, successor, actor.role === 'mission')
      await audit(tx, actor, 'copilot.change', subjectOf(clee, seat), { handover: 'withdrawn' })
    }),
  )

/** Ends a mandate that nobody takes over. R2: the last one of its side only when the vacancy is declared, which tells the mission at once; the CLEE is vacant the day after. Throws FieldError, 409. */
export const endMandate = (actor: Actor, clee: Clee, seat: Seat, { endsOn, isVacancyDeclared }: DepartureInput) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    const isLast = await isLastOfSide(tx, seat, endsOn)
    if (isLast && !isVacancyDeclared) throw new FieldError('isVacancyDeclared', 'Ce siège serait vide ensuite : passez la main à un successeur, ou déclarez ici le copilotage vacant.')
    await endOn(tx, seat, endsOn)
    await audit(tx, actor, 'copilot.departure', subjectOf(clee, seat), { endsOn: parisDay(endsOn), isVacant: isLast })
    const isVacated = isLast && endsOn < today() && (await vacate(tx, actor, clee, [seat.side]))
    const message = departureMessage(clee, seat, endsOn, isLast)
    if (isVacated) await tellSome(tx, actor, 'copilot.departure', await recipientsOf(tx, [seat]), message)
    else await tellPeople(tx, actor, clee.id, 'copilot.departure', message, [seat])
  })
