import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'

/** The list is sent by the co-pilots; anybody who may edit the CLEE may prepare it. */
export const canSubmitPlan = (user: CurrentUser, clee: { id: string; status: CleeStatus }) => isOpen(clee) && isCopilotOf(user, clee)

export const canAcknowledgePlan = (user: CurrentUser) => user.role === 'mission'
