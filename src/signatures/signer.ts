import type { CurrentUser } from '../auth/current-user.ts'
import { config } from '../config.ts'
import type { FullClee } from '../clees/queries.ts'
import type { Signatory } from '../generated/prisma/client.ts'
import { structureName } from '../members/names.ts'
import { heldSeat } from './policy.ts'

/** What a signature keeps of who signs, as they are that day. */
export type Signer = { signatory: Signatory; name: string; jobTitle: string; structure: string }

/** Who signs, as a signature will say it; null for those who don't sign this CLEE's charters. */
export function signerOf(user: CurrentUser, clee: FullClee): Signer | null {
  if (user.role === 'mission') return { signatory: 'mission', name: user.name, jobTitle: user.jobTitle, structure: config.missionName }
  const seat = heldSeat(user, clee)
  return seat && { signatory: seat.side, name: user.name, jobTitle: seat.jobTitle, structure: structureName(seat) }
}
