import type { CurrentUser } from '../auth/current-user.ts'

/** The mission reads the review of the académie, a coordinator that of the CLEEs of their bassins of the year. */
export const canReadAcademieReview = (user: CurrentUser) => user.role === 'mission' || user.role === 'coordinator'
