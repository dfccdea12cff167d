import type { World } from '../generated/prisma/client.ts'
import { worldLabels } from './labels.ts'

const smallest = 6
const largest = 20
const largestShare = 0.5
const required: World[] = ['education', 'economy', 'employment']

export type Balance = { total: number; worlds: { world: World; label: string; seats: number; share: number }[]; warnings: string[] }

type Seats = { copilots: { side: 'education' | 'economy' }[]; members: { world: World; hasSeat: boolean }[] }

/** Seats of the steering committee by world, co-pilots included, and what R4 advises; `share` is between 0 and 1. */
export function balanceOf({ copilots, members }: Seats): Balance {
  const seated: World[] = [...copilots.map((copilot) => copilot.side), ...members.filter((member) => member.hasSeat).map((member) => member.world)]
  const worlds = (Object.keys(worldLabels) as World[]).map((world) => {
    const seats = seated.filter((seat) => seat === world).length
    return { world, label: worldLabels[world], seats, share: seated.length > 0 ? seats / seated.length : 0 }
  })
  const absent = worlds.filter(({ world, seats }) => required.includes(world) && seats === 0)
  const heavy = worlds.filter(({ share }) => share > largestShare)
  return {
    total: seated.length,
    worlds,
    warnings: [
      ...absent.map(({ label }) => `Le monde « ${label} » n’a pas encore de siège.`),
      ...heavy.map(({ label }) => `Le monde « ${label} » occupe plus de la moitié des sièges.`),
      ...(seated.length < smallest ? [`Le comité compte moins de ${smallest} sièges.`] : []),
      ...(seated.length > largest ? [`Le comité compte plus de ${largest} sièges.`] : []),
    ],
  }
}
