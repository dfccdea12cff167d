import type { CurrentUser } from '../auth/current-user.ts'

export const canManageBassins = (user: CurrentUser) => user.role === 'mission'
