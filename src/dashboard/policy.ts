import type { CurrentUser } from '../auth/current-user.ts'

export const canAdminister = (user: CurrentUser) => user.role === 'mission'
