import type { CurrentUser } from '../auth/current-user.ts'

/** R18: only the names of co-pilots may be published. */
export const canPublishName = ({ role }: Pick<CurrentUser, 'role'>) => role === 'school_head' || role === 'company'
