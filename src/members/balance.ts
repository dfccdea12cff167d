import type { CleeStatus, World } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { worldLabels, worlds as allWorlds } from '../worlds.ts'

/** R4: what a balanced committee looks like; the page's script reads them from the gauge. */
export const committeeBounds = { smallest: 6, largest: 20, largestShare: 0.5 }
const required: World[] = ['education', 'economy', 'employment']

export type WorldSeats = { world: World; label: string; seats: number; share: number; copilots: number; absent: string; heavy: string }
export type Balance = { total: number; waiting: number; worlds: WorldSeats[]; warnings: string[]; bounds: typeof committeeBounds; small: string; large: string }

type CopilotSeat = { side: 'education' | 'economy'; acceptedAt: Date | null; startsOn: Date }
type Seats = { status: CleeStatus; copilots: CopilotSeat[]; members: { world: World; hasSeat: boolean }[] }

const small = `Le comité compte moins de ${committeeBounds.smallest} sièges.`
const large = `Le comité compte plus de ${committeeBounds.largest} sièges.`

/** Whether a co-pilot counts in the committee: once they have accepted and begun; in a draft nobody has been asked yet. */
export const holdsSeat = ({ acceptedAt, startsOn }: CopilotSeat, status: CleeStatus, day = today()) => status === 'draft' || (acceptedAt !== null && startsOn <= day)

function warningsOf(worlds: WorldSeats[], total: number) {
  const { smallest, largest, largestShare } = committeeBounds
  return [
    ...worlds.filter(({ seats }) => seats === 0).map(({ absent }) => absent),
    ...worlds.filter(({ share }) => share > largestShare).map(({ heavy }) => heavy),
    ...(total < smallest ? [small] : []),
    ...(total > largest ? [large] : []),
  ].filter(Boolean)
}

/** Seats of the steering committee by world, co-pilots included, and what R4 advises; `share` is between 0 and 1, `waiting` counts the invitations left out. */
export function balanceOf({ status, copilots, members }: Seats): Balance {
  const sides: World[] = copilots.filter((copilot) => holdsSeat(copilot, status)).map(({ side }) => side)
  const seated = [...sides, ...members.filter(({ hasSeat }) => hasSeat).map(({ world }) => world)]
  const countOf = (list: World[], world: World) => list.filter((one) => one === world).length
  const worlds = allWorlds.map((world) => ({
    world,
    label: worldLabels[world],
    seats: countOf(seated, world),
    share: seated.length > 0 ? countOf(seated, world) / seated.length : 0,
    copilots: countOf(sides, world),
    absent: required.includes(world) ? `Le monde « ${worldLabels[world]} » n’a pas encore de siège.` : '',
    heavy: `Le monde « ${worldLabels[world]} » occupe plus de la moitié des sièges.`,
  }))
  const waiting = copilots.filter((copilot) => !copilot.acceptedAt && !holdsSeat(copilot, status)).length
  return { total: seated.length, waiting, worlds, warnings: warningsOf(worlds, seated.length), bounds: committeeBounds, small, large }
}
