import { z } from 'zod'

export const reviewFilterStates = ['none', 'draft', 'submitted', 'acknowledged'] as const

/** Filters of the table of CLEEs, as its address carries them; what is unreadable filters nothing. */
export const reviewFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  bassin: z.string().max(200).catch(''),
  etat: z.enum(reviewFilterStates).or(z.literal('')).catch(''),
})
export type ReviewFilters = z.output<typeof reviewFiltersSchema>
