import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Meeting, Prisma } from '../generated/prisma/client.ts'
import { schoolYearOf, today } from '../school-year.ts'
import { uuid } from '../web/fields.ts'
import { steeringKinds } from './labels.ts'

const limit = 500

/** The meetings of a CLEE, newest first, by school year. */
export async function listMeetings(cleeId: string): Promise<{ schoolYear: string; meetings: Meeting[] }[]> {
  const meetings = await db.meeting.findMany({ where: { cleeId }, orderBy: [{ heldOn: 'desc' }, { id: 'desc' }], take: limit })
  return [...Map.groupBy(meetings, ({ heldOn }) => schoolYearOf(heldOn))].map(([schoolYear, those]) => ({ schoolYear, meetings: those }))
}

/** A meeting of this CLEE; 404 when it is another's, or unknown. */
export async function getMeeting(cleeId: string, id: string): Promise<Meeting> {
  const meeting = uuid.safeParse(id).success ? await db.meeting.findFirst({ where: { id, cleeId } }) : null
  if (!meeting) throw notFound('Cette réunion n’existe pas, ou n’existe plus.')
  return meeting
}

// R11 counts the meetings of the committee that were held.
const counted = (day = today()) => ({ kind: { in: steeringKinds }, heldOn: { lte: day } }) satisfies Prisma.MeetingWhereInput

/** The last meeting held by the steering committee of a CLEE (R11), or null. */
export const findLastMeeting = (cleeId: string): Promise<Meeting | null> =>
  db.meeting.findFirst({ where: { cleeId, ...counted() }, orderBy: [{ heldOn: 'desc' }, { id: 'desc' }] })

/** The next meeting to come, of any kind, or null. */
export const findNextMeeting = (cleeId: string): Promise<Meeting | null> =>
  db.meeting.findFirst({ where: { cleeId, heldOn: { gt: today() } }, orderBy: [{ heldOn: 'asc' }, { id: 'asc' }] })

/** The day of the last meeting held by the steering committee of each of these CLEEs (R11), by id; in one query. */
export async function lastMeetings(cleeIds: string[], day = today()): Promise<Map<string, Date>> {
  const groups = await db.meeting.groupBy({ by: ['cleeId'], where: { cleeId: { in: cleeIds }, ...counted(day) }, _max: { heldOn: true }, orderBy: { cleeId: 'asc' } })
  return new Map(groups.flatMap(({ cleeId, _max }) => (_max.heldOn ? [[cleeId, _max.heldOn] as const] : [])))
}
