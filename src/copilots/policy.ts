import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'
import { isRunning } from './seats.ts'

type Open = { status: CleeStatus }
type Seat = { userId: string | null; acceptedAt: Date | null; startsOn: Date; endsOn: Date | null }

/** Invitations are sent, renewed and cancelled by the co-pilots and the mission: whoever invites could open a seat for themself, so a coordinator only reads. */
export const canInviteCopilot = (user: CurrentUser, clee: Open & { id: string }) =>
  isOpen(clee) && (user.role === 'mission' || isCopilotOf(user, clee))

/** The published function of a running mandate is corrected by the same. */
export const canCorrectMandate = (user: CurrentUser, clee: Open & { id: string }, seat: Seat) => isRunning(seat) && canInviteCopilot(user, clee)

/** A mandate is handed over or ended by who holds it, or by the mission (R2, R17). */
export const canEndMandate = (user: CurrentUser, clee: Open, seat: Seat) =>
  isOpen(clee) && isRunning(seat) && (user.role === 'mission' || seat.userId === user.id)

/** A hand-over is taken back by the same; once the successor has accepted, by the mission alone. */
export const canWithdrawHandover = (user: CurrentUser, clee: Open, seat: Seat, successor: { acceptedAt: Date | null }) =>
  canEndMandate(user, clee, seat) && (user.role === 'mission' || successor.acceptedAt === null)
