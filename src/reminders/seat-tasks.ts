import { dayAfter, emptySides, isRunning, sideKeys, sideNames, waitingSeats } from '../copilots/seats.ts'
import { displayName } from '../text.ts'
import { formatDay } from '../web/view-helpers.ts'
import type { CleeFacts } from './facts.ts'
import { isQuiet } from './lateness.ts'
import type { Task } from './task.ts'

const waitingTitles = { education: 'Copilote du monde éducatif en attente', economy: 'Copilote économique en attente' }

const invitationTasks = ({ clee }: CleeFacts): Task[] =>
  waitingSeats(clee.copilots).map((seat) => ({ key: 'copilot.invitation', title: waitingTitles[seat.side], text: `${displayName(seat)} n’a pas encore accepté son invitation.`, href: `/clees/${clee.slug}/copilotes`, label: 'Voir l’invitation', isElsewhere: true }))

/** Sides that nobody holds, and for which nobody is invited. */
const vacancyTasks = ({ clee, day }: CleeFacts): Task[] =>
  emptySides(clee.copilots, day)
    .filter((side) => !clee.copilots.some((seat) => seat.side === side))
    .map((side) => ({ key: 'copilot.vacancy', title: `Siège du ${sideNames[side]} vacant`, text: 'Personne ne le tient, et personne n’y est invité.', href: `/clees/${clee.slug}/copilotes/invitation?monde=${sideKeys[side]}`, label: 'Inviter un copilote', isUrgent: true }))

const noticeDays = 60

/** Mandates about to end that nobody takes over, and after which a side would be empty. */
function endingTasks({ clee: { slug, copilots }, day }: CleeFacts): Task[] {
  const goesOn = (side: string, last: Date) => copilots.some((seat) => seat.side === side && (seat.endsOn === null || seat.endsOn > last))
  return copilots.flatMap((seat) => {
    const { side, endsOn } = seat
    if (!isRunning(seat, day) || !endsOn || endsOn > dayAfter(day, noticeDays) || goesOn(side, endsOn)) return []
    return [{ key: 'copilot.ending', title: `Mandat qui se termine le ${formatDay(endsOn)}`, text: `Personne ne prend encore la suite de ${displayName(seat)}, au titre du ${sideNames[side]}.`, href: `/clees/${slug}/copilotes`, label: 'Préparer la suite', dueOn: endsOn }]
  })
}

/** Seats vacant, about to be, or awaiting who was invited. */
export const seatTasks = (facts: CleeFacts): Task[] => [...vacancyTasks(facts), ...endingTasks(facts), ...invitationTasks(facts)]

const meetingSentence = (lastHeldOn: Date | null) =>
  lastHeldOn ? `La dernière réunion enregistrée est du ${formatDay(lastHeldOn)}, il y a plus de six mois.` : 'Aucune réunion n’est enregistrée depuis plus de six mois.'

/** R11: a CLEE that has not met for six months. */
export const meetingTasks = (facts: CleeFacts): Task[] =>
  isQuiet(facts) ? [{ key: 'meeting.quiet', title: 'Réunir le comité de pilotage', text: meetingSentence(facts.lastHeldOn), href: `/clees/${facts.clee.slug}/reunions`, label: 'Enregistrer une réunion' }] : []
