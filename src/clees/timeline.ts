import type { listCleeHistory } from '../audit/queries.ts'
import { auditEvents, type AuditEvent } from '../audit/events.ts'
import { formatDay, formatInstant, isoInstant } from '../web/view-helpers.ts'

type Entry = Awaited<ReturnType<typeof listCleeHistory>>[number]

const dayOf = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(new Date(value)) : '')

/** What the journal keeps of the dates and of the function of a mandate, in words. */
function detailsOf({ event, details }: Entry): string[] {
  const { startsOn, endsOn, jobTitle, from } = Object(details) as Record<string, unknown>
  const first = event === 'copilot.handover' ? 'Premier jour du successeur' : 'Premier jour'
  return [
    ...(dayOf(endsOn) ? [`Dernier jour : ${dayOf(endsOn)}`] : event === 'copilot.change' && endsOn === null ? ['Sans date de fin'] : []),
    ...(dayOf(startsOn) ? [`${first} : ${dayOf(startsOn)}`] : []),
    ...(typeof jobTitle === 'string' && jobTitle !== from ? [`Fonction : ${jobTitle}${typeof from === 'string' ? `, au lieu de ${from}` : ''}`] : []),
  ]
}

/** Whom or what a line is about, unless it is the CLEE itself or who did it. */
const subjectOf = (clee: { id: string }, { subjectId, subjectName, actorName }: Entry) => (subjectId === clee.id || subjectName === actorName ? [] : [subjectName])

/** The history of a CLEE as its space tells it. */
export const timelineOf = (clee: { id: string }, entries: Entry[]) =>
  entries.map((entry) => ({
    datetime: isoInstant(entry.at),
    date: formatInstant(entry.at),
    title: auditEvents[entry.event as AuditEvent] ?? entry.event,
    actor: entry.actorName,
    text: [...subjectOf(clee, entry), ...detailsOf(entry)].join('\n'),
  }))
