import type { CurrentUser } from '../auth/current-user.ts'

/** The mission opens, changes and closes school years, sends their letter and runs the passage from one to the next. */
export const canRunYears = (user: CurrentUser) => user.role === 'mission'

/** A letter is the mission's until it is sent. */
export const canReadLetter = (user: CurrentUser, { letterSentAt }: { letterSentAt: Date | null }) => canRunYears(user) || letterSentAt !== null
