import type { CurrentUser } from '../auth/current-user.ts'

/** The mission opens, changes and closes school years, sends their letter and runs the passage from one to the next. */
export const canRunYears = (user: CurrentUser) => user.role === 'mission'
