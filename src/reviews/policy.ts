import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'

type Owned = { id: string; status: CleeStatus }

/** The review is the co-pilots', who write and approve it; the coordinator and the mission read it. Whether the year allows it is checked by refuseClosedReview. */
export const canWriteReview = (user: CurrentUser, clee: Owned) => isOpen(clee) && isCopilotOf(user, clee)

/** The mission takes note of a review, or gives it back to complete. */
export const canReceiveReview = (user: CurrentUser) => user.role === 'mission'
