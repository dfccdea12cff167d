import type { CurrentUser } from '../auth/current-user.ts'
import { cleeStates } from '../clees/labels.ts'
import type { CleeStateChange, CleeStatus } from '../generated/prisma/client.ts'
import { formatInstant, isoInstant } from '../web/view-helpers.ts'
import { moveTexts, stateMeanings } from './labels.ts'
import { movesOf } from './policy.ts'

type Clee = { id: string; slug: string; status: CleeStatus }

/** What the space shows of a CLEE's state: since when, what it means, what this person may do, and how it came to it. */
export const statePanel = (user: CurrentUser, clee: Clee, changes: CleeStateChange[]) => ({
  badge: cleeStates[clee.status],
  since: changes[0] ? formatInstant(changes[0].at) : '',
  meaning: stateMeanings[clee.status],
  moves: movesOf(user, clee).map((move) => ({ href: `/clees/${clee.slug}/${moveTexts[move].path}`, label: moveTexts[move].label })),
  timeline: changes.map(({ at, to, actorName, reason }) => ({
    datetime: isoInstant(at),
    date: formatInstant(at),
    title: cleeStates[to].label,
    actor: actorName || 'Le portail',
    text: reason,
  })),
})
