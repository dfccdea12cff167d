import type { CurrentUser } from '../auth/current-user.ts'

/** The mission writes the template of the charters, and sets their rules. */
export const canManageTemplates = (user: CurrentUser) => user.role === 'mission'
