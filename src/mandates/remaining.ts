import { dayAfter } from '../copilots/seats.ts'
import type { Tx } from '../db.ts'
import type { CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { lastingBeyond, today } from '../school-year.ts'

type Seat = { id: string; cleeId: string; side: CopilotSide }

/** A mandate that has not changed since it was read. */
export const asRead = ({ id, endsOn }: { id: string; endsOn: Date | null }) => ({ id, endsOn, acceptedAt: { not: null } }) satisfies Prisma.CopilotWhereInput

/** Seats that take over another one: waiting for an answer, or running. */
export const takesOver = () => ({ OR: [{ acceptedAt: null }, { endsOn: null }, { endsOn: { gt: today() } }] }) satisfies Prisma.CopilotWhereInput

/** Other seats of the side held without a gap after this day, or from today on when it is past. */
export function heldAfter({ id, cleeId, side }: Seat, lastDay: Date) {
  const yesterday = dayAfter(today(), -1)
  const last = lastDay < yesterday ? yesterday : lastDay
  return {
    cleeId,
    side,
    id: { not: id },
    acceptedAt: { not: null },
    startsOn: { lte: dayAfter(last) },
    ...lastingBeyond(last),
  } satisfies Prisma.CopilotWhereInput
}

/** Whether nobody would hold the side of this seat once it ends on that day (R2). */
export const isLastOfSide = async (tx: Tx, seat: Seat, lastDay: Date) => (await tx.copilot.count({ where: heldAfter(seat, lastDay) })) === 0
