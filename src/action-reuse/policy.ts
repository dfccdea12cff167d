import type { CurrentUser } from '../auth/current-user.ts'
import { workspaceClees } from '../clees/policy.ts'
import type { Prisma } from '../generated/prisma/client.ts'

/** The CLEEs whose list this person may add an action to: neither drafts nor closed (R17). */
export const writableClees = (user: CurrentUser) => ({ status: { notIn: ['draft', 'closed'] }, AND: workspaceClees(user) }) satisfies Prisma.CleeWhereInput
