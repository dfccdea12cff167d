import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf } from '../clees/policy.ts'
import { transitions } from '../clees/workflow.ts'
import type { CleeStatus, Role } from '../generated/prisma/client.ts'
import { manualMoves, type ManualMove } from './labels.ts'

const includes = <T>(items: readonly T[], item: T) => items.includes(item)

/** Whether this person's role makes that move, and on this CLEE: co-pilots in theirs, the mission everywhere (R17). */
export const canMoveClee = (user: CurrentUser, clee: { id: string }, move: ManualMove) =>
  includes<Role>(transitions[move].by, user.role) && (user.role === 'mission' || isCopilotOf(user, clee))

export const isFrom = (status: CleeStatus, move: ManualMove) => includes<CleeStatus>(transitions[move].from, status)

/** The moves that this person may make now. */
export const movesOf = (user: CurrentUser, clee: { id: string; status: CleeStatus }) =>
  manualMoves.filter((move) => isFrom(clee.status, move) && canMoveClee(user, clee, move))
