import type { CopilotSide } from '../generated/prisma/client.ts'
import { oneDay, today } from '../school-year.ts'

export const sides = ['education', 'economy'] as const satisfies CopilotSide[]

/** How a sentence names a side: « au titre du monde éducatif ». */
export const otherSide = (side: CopilotSide): CopilotSide => (side === 'education' ? 'economy' : 'education')

export const sideNames: Record<CopilotSide, string> = { education: 'monde éducatif', economy: 'monde économique' }
export const sideLabels: Record<CopilotSide, string> = { education: 'Monde éducatif', economy: 'Monde économique' }
/** What an address says of a side. */
export const sideKeys: Record<CopilotSide, string> = { education: 'education', economy: 'economie' }

/** R3: past this number of co-pilots, the portal warns. */
export const usualCopilots = 4

type Mandate = { acceptedAt: Date | null; startsOn: Date; endsOn: Date | null }

/** A day some days after another one, or before. */
export const dayAfter = (day: Date, days = 1) => new Date(day.getTime() + days * oneDay)

/** The latest day that a mandate's dates may name: eighteen months from now. */
export function latestDay(from = today()) {
  const day = new Date(from)
  day.setUTCMonth(day.getUTCMonth() + 18)
  return day
}

/** Somebody invited who has not answered yet. */
export const isWaiting = ({ acceptedAt }: Pick<Mandate, 'acceptedAt'>) => acceptedAt === null

/** Neither waiting nor over: held on a day, or to be. */
export const isRunning = ({ acceptedAt, endsOn }: Mandate, day = today()) => acceptedAt !== null && (endsOn === null || endsOn >= day)

/** Held on that day: it has begun and is not over. */
export const isHeldOn = (seat: Mandate, day = today()) => isRunning(seat, day) && seat.startsOn <= day

/** The seats of a CLEE that wait for their holder. */
export const waitingSeats = <Seat extends Mandate>(copilots: Seat[]) => copilots.filter(isWaiting)

/** The economic seat of a draft that waits for its holder, if any. */
export const waitingSeat = <Seat extends Mandate & { side: CopilotSide }>({ copilots }: { copilots: Seat[] }) => copilots.find((copilot) => copilot.side === 'economy' && isWaiting(copilot))

/** Sides that nobody holds on that day. */
export const emptySides = (copilots: (Mandate & { side: CopilotSide })[], day = today()) =>
  sides.filter((side) => !copilots.some((copilot) => copilot.side === side && isHeldOn(copilot, day)))

/** When a side that is held today is to be held by nobody any more, and whether somebody invited may yet prevent it; null when nothing ends it. */
export function plannedVacancy(copilots: (Mandate & { side: CopilotSide })[], side: CopilotSide, day = today()): { from: Date; isAwaited: boolean } | null {
  const seats = copilots.filter((seat) => seat.side === side)
  let from = day
  for (let held = seats.filter((seat) => isHeldOn(seat, from)); held.length > 0; held = seats.filter((seat) => isHeldOn(seat, from))) {
    const ends = held.flatMap(({ endsOn }) => endsOn ?? [])
    if (ends.length < held.length) return null
    from = dayAfter(new Date(Math.max(...ends.map(Number))))
  }
  return from > day ? { from, isAwaited: seats.some((seat) => isWaiting(seat) && seat.startsOn <= from) } : null
}

/** Who takes over a mandate that is not over yet: invited, or already there. */
export const successorOf = <Seat extends Mandate>({ successors }: { successors: Seat[] }) => successors.find((seat) => isWaiting(seat) || isRunning(seat, dayAfter(today())))

/** The side of which this person holds a seat of the CLEE today; null for anybody else. */
export const sideIn = (user: { id: string }, { copilots }: { copilots: (Mandate & { userId: string | null; side: CopilotSide })[] }): CopilotSide | null =>
  copilots.find((seat) => seat.userId === user.id && isHeldOn(seat))?.side ?? null
