import type { World } from './generated/prisma/client.ts'

/** The worlds of a CLEE , in the order of the pages. */
export const worldLabels: Record<World, string> = {
  education: 'Éducation',
  economy: 'Économie',
  employment: 'Insertion et emploi',
  community: 'Collectivités et parents',
}
export const worlds = ['education', 'economy', 'employment', 'community'] as const satisfies World[]
export const worldOptions = worlds.map((value) => ({ value, label: worldLabels[value] }))
