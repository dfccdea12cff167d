import type { CurrentUser } from '../auth/current-user.ts'

export const canReadJournal = (user: CurrentUser) => user.role === 'mission'
