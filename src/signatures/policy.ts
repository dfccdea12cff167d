import type { CurrentUser } from '../auth/current-user.ts'
import { isCopilotOf, isOpen } from '../clees/policy.ts'
import { isHeldOn } from '../copilots/seats.ts'
import type { CharterStatus, CleeStatus, CopilotSide, Signatory } from '../generated/prisma/client.ts'
import { isSignable } from './state.ts'

type Seat = { userId: string | null; side: CopilotSide; acceptedAt: Date | null; startsOn: Date; endsOn: Date | null }
type Owned = { id: string; status: CleeStatus }
type Signed = { status: CharterStatus; signatories: Signatory[] }

/** The seat that this person holds today in the CLEE, if any. */
export const heldSeat = <S extends Seat>(user: CurrentUser, clee: { copilots: S[] }) => clee.copilots.find((seat) => seat.userId === user.id && isHeldOn(seat)) ?? null

/** On whose behalf this person signs the charters of a CLEE: the mission, or the side whose seat they hold today; null for anybody else. */
export const signatoryOf = (user: CurrentUser, clee: { copilots: Seat[] }): Signatory | null =>
  user.role === 'mission' ? 'mission' : (heldSeat(user, clee)?.side ?? null)

/** Whether this person is one of those who sign this version, as set when it was sent. */
export function isSignatory(user: CurrentUser, clee: { copilots: Seat[] }, { signatories }: Pick<Signed, 'signatories'>) {
  const signatory = signatoryOf(user, clee)
  return signatory !== null && signatories.includes(signatory)
}

const hasSigned = (user: CurrentUser, signatures: { userId: string }[]) => signatures.some(({ userId }) => userId === user.id)

/** R7: each signs once per version, submitted or validated; a closed CLEE is only read. */
export const canSign = (user: CurrentUser, clee: Owned & { copilots: Seat[] }, charter: Signed, signatures: { userId: string }[]) =>
  isOpen(clee) && isSignable(charter) && isSignatory(user, clee, charter) && !hasSigned(user, signatures)

/** The scan of the paper is the matter of the co-pilots and of the mission. */
export const canAttachScan = (user: CurrentUser, clee: Owned) => isOpen(clee) && (user.role === 'mission' || isCopilotOf(user, clee))
