import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen, publishedClees } from '../clees/policy.ts'
import type { CleeStatus, Prisma } from '../generated/prisma/client.ts'

/** What the public sees: public actions of published CLEEs. */
export const publishedActions = { visibility: 'public', plan: { clee: publishedClees } } satisfies Prisma.PlannedActionWhereInput

/** What a signed-in person sees besides: actions that published CLEEs share with the network. */
export const visibleActions = (user: CurrentUser | undefined): Prisma.PlannedActionWhereInput =>
  user ? { ...publishedActions, visibility: { in: ['network', 'public'] } } : publishedActions

/** The list is sent by the co-pilots; anybody who may edit the CLEE may prepare it. */
export const canSubmitPlan = (user: CurrentUser, clee: { id: string; status: CleeStatus }) => isOpen(clee) && isCopilotOf(user, clee)

export const canAcknowledgePlan = (user: CurrentUser) => user.role === 'mission'
