import type { CurrentUser } from '../auth/current-user.ts'

export const canImportCalendar = (user: CurrentUser) => user.role === 'mission'
