import { dayAfter } from '../copilots/seats.ts'
import type { Charter } from '../generated/prisma/client.ts'
import { parisDay } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'

type Seat = { acceptedAt: Date | null; startsOn: Date; endsOn: Date | null }
type Dated = Pick<Charter, 'status' | 'validUntil'>

/** Why a charter in force is to be brought up to date: in two words for lists, and as a sentence. */
export type UpdateReason = { kind: 'expired' | 'seats'; label: string; sentence: string }

/** The first day on which a charter is past its validity; null while it is not. */
export const expiredSince = ({ validUntil }: Pick<Charter, 'validUntil'>, day: Date) => (validUntil && validUntil < day ? dayAfter(validUntil) : null)

const hasBegunSince = ({ acceptedAt, startsOn }: Seat, sentAt: Date, sentOn: Date, day: Date) => acceptedAt !== null && startsOn <= day && (acceptedAt > sentAt || startsOn > sentOn)

const hasEndedSince = ({ acceptedAt, startsOn, endsOn }: Seat, sentAt: Date, sentOn: Date, day: Date) =>
  acceptedAt !== null && acceptedAt <= sentAt && startsOn <= sentOn && endsOn !== null && endsOn >= sentOn && endsOn < day

/** Whether a co-pilot has taken up or left their seat since a charter was sent; a seat that began and ended since changed too. */
export function haveSeatsChanged(seats: Seat[], { submittedAt }: Pick<Charter, 'submittedAt'>, day: Date) {
  if (submittedAt === null || seats.length === 0) return false
  const sentOn = new Date(parisDay(submittedAt))
  return seats.some((seat) => hasBegunSince(seat, submittedAt, sentOn, day) || hasEndedSince(seat, submittedAt, sentOn, day))
}

/** R8: why the charter in force should be revised. A warning, which stops nothing; only a charter in force has any. */
export function updateReasons(charter: Dated, seatsChanged: boolean, day: Date): UpdateReason[] {
  if (charter.status !== 'validated') return []
  const since = expiredSince(charter, day)
  return [
    ...(since ? [{ kind: 'expired' as const, label: 'validité dépassée', sentence: `Sa validité est dépassée depuis le ${formatDay(since)}.` }] : []),
    ...(seatsChanged ? [{ kind: 'seats' as const, label: 'copilotes changés', sentence: 'Les copilotes ont changé depuis sa transmission.' }] : []),
  ]
}

export const updateBadge = { label: 'À actualiser', kind: 'warning' } as const
