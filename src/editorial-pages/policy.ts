import type { CurrentUser } from '../auth/current-user.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { isPinned } from './paths.ts'

/** The mission writes the pages of the portal. */
export const canManagePages = (user: CurrentUser) => user.role === 'mission'

/** Published pages for everybody, drafts for the mission. */
export const visiblePages = (user: CurrentUser | undefined): Prisma.EditorialPageWhereInput => (user && canManagePages(user) ? {} : { publishedAt: { not: null } })

/** The page that the menu leads to changes, and stays. */
export const canWithdrawPage = (user: CurrentUser, page: { slug: string }) => canManagePages(user) && !isPinned(page)
