import type { CurrentUser } from '../auth/current-user.ts'

export const canReadCoordinators = (user: CurrentUser) => user.role === 'mission' || user.role === 'coordinator'

export const canNameCoordinators = (user: CurrentUser) => user.role === 'mission'
