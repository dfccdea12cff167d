import { audit, type Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { Meeting } from '../generated/prisma/client.ts'
import { refuseUnseen } from '../seen.ts'
import { meetingKinds, meetingName } from './labels.ts'
import type { MeetingInput } from './schemas.ts'

type Clee = { id: string }
type Facts = Pick<Meeting, 'kind' | 'heldOn' | 'place'>

/** What the form of a meeting shows. */
export const meetingValues = ({ kind, heldOn, place }: Facts) => ({ kind, heldOn, place })

const subjectOf = (clee: Clee, meeting: Meeting) => ({ id: meeting.id, name: meetingName(meeting), cleeId: clee.id })

async function refuseSame(tx: Tx, clee: Clee, { kind, heldOn }: Facts, id?: string) {
  const same = await tx.meeting.findFirst({ where: { cleeId: clee.id, kind, heldOn, ...(id && { id: { not: id } }) } })
  if (same) throw new FieldError('heldOn', `Une réunion de ce type (${meetingKinds[kind]}) est déjà enregistrée ce jour-là. Corrigez la date, ou gardez celle qui est enregistrée.`)
}

/** Records a meeting of a CLEE, held or to come. Throws FieldError when one of this kind is recorded on that day. */
export const addMeeting = (actor: Actor, clee: Clee, input: MeetingInput) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    await refuseSame(tx, clee, input)
    const meeting = await tx.meeting.create({ data: { ...meetingValues(input), cleeId: clee.id, createdAt: new Date(), createdByName: actor.name } })
    await audit(tx, actor, 'meeting.addition', subjectOf(clee, meeting))
  })

/** Corrects a meeting. Throws FieldError when it says something else by now, or when one of this kind is recorded on that day; 409 when it is gone. */
export const changeMeeting = (actor: Actor, clee: Clee, { id }: { id: string }, input: MeetingInput) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    const before = await tx.meeting.findUnique({ where: { id } })
    if (!before) throw conflict('Cette réunion a été retirée entre-temps. Revenez à la liste pour l’enregistrer à nouveau.')
    refuseUnseen(input.seen, meetingValues(before))
    await refuseSame(tx, clee, input, id)
    const meeting = await tx.meeting.update({ where: { id }, data: meetingValues(input) })
    await audit(tx, actor, 'meeting.change', subjectOf(clee, meeting), { before: meetingName(before) })
  })

/** Removes a meeting that was recorded by mistake. Throws 409 when it is gone already. */
export const removeMeeting = (actor: Actor, clee: Clee, meeting: Meeting) =>
  db.$transaction(async (tx) => {
    await touchClee(tx, clee.id)
    const { count } = await tx.meeting.deleteMany({ where: { id: meeting.id } })
    if (count === 0) throw conflict('Cette réunion a déjà été retirée.')
    await audit(tx, actor, 'meeting.removal', subjectOf(clee, meeting))
  })
