import type { Meeting } from '../generated/prisma/client.ts'
import { formatDay } from '../web/view-helpers.ts'
import { meetingKinds } from './labels.ts'
import type { MeetingStanding } from './standing.ts'

const dated = ({ kind, heldOn }: Meeting) => `${meetingKinds[kind].toLowerCase()}, le ${formatDay(heldOn)}`

/** What a CLEE's space says of its meetings: the last of its committee, the next of any kind, and whether it is late (R11). */
export const meetingsTile = (last: Meeting | null, next: Meeting | null, { label }: MeetingStanding) => ({
  text: last ? `Dernière : ${dated(last)}` : 'Aucune réunion du comité enregistrée',
  detail: next ? `Prochaine : ${dated(next)}` : '',
  badges: label ? [{ label, kind: 'warning' }] : [],
})

/** The same as a badge of a list. */
export const lateBadge = ({ label }: MeetingStanding) => (label ? { label, kind: 'warning' as const } : null)
