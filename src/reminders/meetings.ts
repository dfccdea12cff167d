import { db } from '../db.ts'
import { today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'

const quietMonths = 6

function monthsBefore(day: Date, months: number) {
  const before = new Date(day)
  before.setUTCMonth(before.getUTCMonth() - months)
  return before
}

/** Of these CLEEs, the day when each last met, by id; one query whatever their number. */
export async function listLastMeetings(cleeIds: string[], day: Date): Promise<Map<string, Date>> {
  const lasts = await db.meeting.groupBy({ by: ['cleeId'], where: { cleeId: { in: cleeIds }, heldOn: { lte: day } }, _max: { heldOn: true }, orderBy: { cleeId: 'asc' } })
  return new Map(lasts.flatMap(({ cleeId, _max }) => (_max.heldOn ? [[cleeId, _max.heldOn] as const] : [])))
}

/** R11: since when a CLEE has not met, once it is six months; null before. `activeSince` counts while it has not met yet. */
export function quietSince(lastHeldOn: Date | null, activeSince: Date | null, day: Date) {
  const since = lastHeldOn ?? (activeSince && today(activeSince))
  return since && since <= monthsBefore(day, quietMonths) ? since : null
}

export const meetingSentence = (lastHeldOn: Date | null) =>
  lastHeldOn ? `La dernière réunion enregistrée est du ${formatDay(lastHeldOn)}, il y a plus de six mois.` : 'Aucune réunion n’est enregistrée depuis plus de six mois.'
