import type { CleeStatus } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'

/** Months without a meeting after which a CLEE is to be relaunched, then has not met for more than a year (R11): asleep is a state of its own. */
const relaunchMonths = 6
const sleepMonths = 12

export type MeetingStanding = { label: 'À relancer' | 'Plus d’un an' | null; sentence: string }

/** The same day so many months later; the last day of a shorter month. */
function monthsAfter(day: Date, count: number) {
  const lastOfMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count + 1, 0))
  return new Date(Math.min(lastOfMonth.getTime(), Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, day.getUTCDate())))
}

const heldSentence = (heldOn: Date) => `Dernière réunion le ${formatDay(heldOn)}.`
const neverSentence = (since: Date) => `Aucune réunion enregistrée depuis le ${formatDay(since)}.`
const advice = 'Fixez la date du prochain comité de pilotage, ou enregistrez une réunion déjà tenue.'

/**
 * What R11 says of a CLEE whose steering committee last met on `lastHeldOn` (null: never), active or declared since
 * `activeSince`, an instant. A warning, which prevents nothing.
 */
export function meetingStanding(lastHeldOn: Date | null, activeSince: Date | null, day = today()): MeetingStanding {
  const since = lastHeldOn ?? (activeSince && today(activeSince))
  if (!since) return { label: null, sentence: '' }
  const sentence = lastHeldOn ? heldSentence(lastHeldOn) : neverSentence(since)
  if (day >= monthsAfter(since, sleepMonths)) return { label: 'Plus d’un an', sentence: `${sentence} Cela fait plus d’un an. ${advice}` }
  if (day >= monthsAfter(since, relaunchMonths)) return { label: 'À relancer', sentence: `${sentence} Cela fait plus de six mois. ${advice}` }
  return { label: null, sentence }
}

type Living = { status: CleeStatus; activatedAt: Date | null; declaredAt: Date | null }

// A CLEE that is asleep or closed is known to be so.
const watchedStatuses: CleeStatus[] = ['declared', 'active', 'vacant']

/** The same of a CLEE as it is. */
export const standingOfClee = ({ status, activatedAt, declaredAt }: Living, lastHeldOn: Date | null, day = today()): MeetingStanding =>
  watchedStatuses.includes(status) ? meetingStanding(lastHeldOn, activatedAt ?? declaredAt, day) : { label: null, sentence: '' }
