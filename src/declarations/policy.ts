import type { CurrentUser } from '../auth/current-user.ts'

/** A head without a CLEE may register one; R1 on the school is checked by the command, which says why. */
export const canDeclare = (user: CurrentUser) => user.role === 'school_head' && user.cleeIds.length === 0
