import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import type { CleeStatus, ReviewStatus } from '../generated/prisma/client.ts'

type Owned = { id: string; status: CleeStatus }

/** The review is the co-pilots', who write and approve it; the coordinator and the mission read it. Whether the year allows it is checked by refuseClosedReview. */
export const canWriteReview = (user: CurrentUser, clee: Owned) => isOpen(clee) && isCopilotOf(user, clee)

type Sent = { status: ReviewStatus; returnRequest: string | null }

/** Who wrote a review may ask for it back once it is sent, one request at a time. */
export const canRequestReturn = (user: CurrentUser, clee: Owned, review: Sent | null) =>
  canWriteReview(user, clee) && review !== null && review.status !== 'draft' && review.returnRequest === null

/** What the mission has to decide: a review that it has not read, or that its co-pilots ask for. */
export const awaitsMission = (review: Sent | null) => review !== null && (review.status === 'submitted' || review.returnRequest !== null)

/** The mission takes note of a review, or gives it back to complete. */
export const canReceiveReview = (user: CurrentUser) => user.role === 'mission'
