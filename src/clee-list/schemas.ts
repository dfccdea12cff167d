import { z } from 'zod'

export const listedStates = ['declared', 'active', 'vacant', 'dormant', 'closed'] as const
export const charterFilters = ['none', 'draft', 'submitted', 'returned', 'validated', 'outdated'] as const

/** Filters of the list, as its address carries them; what is unreadable filters nothing. */
export const cleeListSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  bassin: z.string().max(200).catch(''),
  etat: z.enum(listedStates).or(z.literal('')).catch(''),
  charte: z.enum(charterFilters).or(z.literal('')).catch(''),
})
export type CleeListFilters = z.output<typeof cleeListSchema>
