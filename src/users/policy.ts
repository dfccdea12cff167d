import type { CurrentUser } from '../auth/current-user.ts'

type Account = { isActive: boolean; passwordHash: string | null; deletedAt: Date | null }

/** The accounts of the portal are the mission's to manage. */
export const canManageAccounts = (user: CurrentUser) => user.role === 'mission'

export const canInviteAgain = (user: CurrentUser, account: Account) => canManageAccounts(user) && account.isActive && account.passwordHash === null
export const canDisable = (user: CurrentUser, account: Account) => canManageAccounts(user) && account.isActive
export const canEnable = (user: CurrentUser, account: Account) => canManageAccounts(user) && !account.isActive && account.deletedAt === null
