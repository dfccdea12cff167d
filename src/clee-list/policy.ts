import type { CurrentUser } from '../auth/current-user.ts'
import { workspaceClees } from '../clees/policy.ts'
import type { Prisma } from '../generated/prisma/client.ts'

export const canListClees = (user: CurrentUser) => user.role === 'mission' || user.role === 'coordinator'

/** Every CLEE but drafts for the mission, those of their bassins of the year for a coordinator. */
export const visibleListClees = (user: CurrentUser) => ({ status: { not: 'draft' }, AND: workspaceClees(user) }) satisfies Prisma.CleeWhereInput
