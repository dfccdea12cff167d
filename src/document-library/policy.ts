import type { CurrentUser } from '../auth/current-user.ts'
import type { Prisma } from '../generated/prisma/client.ts'

/** The mission adds documents, publishes and withdraws them. */
export const canManageDocuments = (user: CurrentUser) => user.role === 'mission'

/** Published documents for everybody, all of them for the mission. */
export const visibleDocuments = (user: CurrentUser | undefined): Prisma.DocumentWhereInput => (user && canManageDocuments(user) ? {} : { publishedAt: { not: null } })
