import type { FullClee } from '../clees/queries.ts'
import { emptySides, sideNames } from '../copilots/seats.ts'
import { config } from '../config.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { formatDay, midSentence } from '../web/view-helpers.ts'

type Notice = (clee: FullClee, since: string) => string

const mission = midSentence(config.missionName)

function vacancy({ copilots }: FullClee, since: string) {
  const empty = emptySides(copilots).map((side) => sideNames[side])
  if (empty.length > 1) return `Les sièges de copilote sont vacants${since}.`
  return `Le siège ${empty.length > 0 ? `du ${empty.join()}` : 'de copilote'} est vacant${since}.`
}

const notices: Partial<Record<CleeStatus, Notice>> = {
  vacant: (clee, since) => `${vacancy(clee, since)} La ${mission} accompagne la recherche d’un copilote.`,
  dormant: (_clee, since) => `Ce CLEE est en sommeil${since} : il ne se réunit plus pour le moment. La ${mission} peut vous orienter.`,
  closed: (_clee, since) => `Ce CLEE est fermé${since}. Cette page garde la trace de ce qu’il a fait ; la ${mission} peut vous orienter vers un autre CLEE.`,
}

/** What a visitor must know of a CLEE that doesn't work as usual, with the date of its state; null otherwise. */
export const stateNotice = (clee: FullClee, since: Date | null) => notices[clee.status]?.(clee, since ? ` depuis le ${formatDay(since)}` : '') ?? null
