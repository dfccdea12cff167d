import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import type { CleeStatus, PlanStatus, Role } from '../generated/prisma/client.ts'

type Owned = { id: string; status: CleeStatus }

/** The list is sent by the co-pilots; anybody who may edit the CLEE may prepare it. */
export const canSubmitPlan = (user: CurrentUser, clee: Owned) => isOpen(clee) && isCopilotOf(user, clee)

export const canAcknowledgePlan = (user: CurrentUser) => user.role === 'mission'

/** The mission asks about a list of a CLEE that can still answer. */
export const canAskAboutPlan = (user: CurrentUser, clee: Owned) => isOpen(clee) && user.role === 'mission'

/** The mission waits for an answer, or took note of the list without one, and asked last. */
export const isQuestioned = (status: PlanStatus, last: { authorRole: Role } | undefined) =>
  status === 'questioned' || (status === 'acknowledged' && last?.authorRole === 'mission')

/** Who sends the list answers for it. */
export const canAnswerForPlan = canSubmitPlan
