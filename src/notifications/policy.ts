import type { CurrentUser } from '../auth/current-user.ts'

export const canReadMails = (user: CurrentUser) => user.role === 'mission'
