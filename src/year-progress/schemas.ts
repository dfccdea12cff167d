import { z } from 'zod'

const missingFilters = ['charte', 'liste', 'bilan', 'retard', 'retard-charte', 'retard-liste', 'retard-bilan'] as const

/** Filters of the progress of a year, as its address carries them; what is unreadable filters nothing. */
export const progressSchema = z.object({
  bassin: z.string().max(200).catch(''),
  manque: z.enum(missingFilters).or(z.literal('')).catch(''),
})
export type ProgressFilters = z.output<typeof progressSchema>
