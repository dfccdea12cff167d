import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { transitions, type Move } from './workflow.ts'

type Owned = { id: string; status: CleeStatus }

/** Co-pilots write the charter with the same rights; the mission may too (R17); a coordinator reads. */
export const canWriteCharter = (user: CurrentUser, clee: Owned) =>
  isOpen(clee) && (user.role === 'mission' || isCopilotOf(user, clee))

/** Whether this person's role makes that move on this CLEE's charter; its state is checked by the command. */
export const canMoveCharter = (user: CurrentUser, clee: Owned, move: Move) =>
  isOpen(clee) && transitions[move].by.includes(user.role) && (user.role === 'mission' || isCopilotOf(user, clee))
