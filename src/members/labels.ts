import type { World } from '../generated/prisma/client.ts'

export const worldLabels: Record<World, string> = {
  education: 'Éducation',
  economy: 'Économie',
  employment: 'Insertion et emploi',
  community: 'Collectivités et parents',
}
