import type { CurrentUser } from '../auth/current-user.ts'
import { cleeStates } from '../clees/labels.ts'
import type { FullClee } from '../clees/queries.ts'
import { plannedVacancy, sideNames, sides } from '../copilots/seats.ts'
import type { CleeStateChange } from '../generated/prisma/client.ts'
import { formatDay, formatInstant, isoInstant } from '../web/view-helpers.ts'
import { moveTexts, stateMeanings } from './labels.ts'
import { movesOf } from './policy.ts'

/** The seats that are to be vacant, as far as the mandates say today. */
const warningsOf = ({ copilots, status }: FullClee) =>
  sides.flatMap((side) => {
    const vacancy = status === 'closed' ? null : plannedVacancy(copilots, side)
    if (!vacancy) return []
    return [`Le siège du ${sideNames[side]} sera vacant à partir du ${formatDay(vacancy.from)}${vacancy.isAwaited ? ', sauf si la personne invitée accepte d’ici là' : ''}.`]
  })

/** What the space shows of a CLEE's state: since when, what it means, what this person may do, and how it came to it. */
export const statePanel = (user: CurrentUser, clee: FullClee, changes: CleeStateChange[]) => ({
  badge: cleeStates[clee.status],
  since: changes[0] ? formatInstant(changes[0].at) : '',
  meaning: stateMeanings[clee.status],
  warnings: warningsOf(clee),
  moves: movesOf(user, clee).map((move) => ({ href: `/clees/${clee.slug}/${moveTexts[move].path}`, label: moveTexts[move].label })),
  timeline: changes.map(({ at, to, actorName, reason }) => ({
    datetime: isoInstant(at),
    date: formatInstant(at),
    title: cleeStates[to].label,
    actor: actorName || 'Le portail',
    text: reason,
  })),
})
