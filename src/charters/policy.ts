import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import { otherSide, sideIn } from '../copilots/seats.ts'
import type { CleeStatus, CopilotSide } from '../generated/prisma/client.ts'
import { transitions, type Move } from './workflow.ts'

type Owned = { id: string; status: CleeStatus }
type Seats = Owned & Parameters<typeof sideIn>[1]

/** Co-pilots write the charter with the same rights; the mission may too (R17); a coordinator reads. */
export const canWriteCharter = (user: CurrentUser, clee: Owned) =>
  isOpen(clee) && (user.role === 'mission' || isCopilotOf(user, clee))

const isOfSide = (side: CopilotSide | null, which: 'either' | 'sender' | 'other', sender: CopilotSide | null) =>
  which === 'either' || sender === null || side === (which === 'sender' ? sender : otherSide(sender))

/** Whether this person makes that move on this CLEE's charter, by role and, for codécision, by side; its state is checked by the command. */
export function canMoveCharter(user: CurrentUser, clee: Seats, move: Move, charter: { proposedSide: CopilotSide | null } | null = null) {
  const { by, side } = transitions[move]
  if (!isOpen(clee) || !by.includes(user.role)) return false
  return user.role === 'mission' || (isCopilotOf(user, clee) && isOfSide(sideIn(user, clee), side, charter?.proposedSide ?? null))
}
