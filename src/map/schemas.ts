import { z } from 'zod'

/** The schools that a map shows: none, all, or those of a kind. */
export const shownSchools = ['1', 'college', 'lycee', 'erea', 'cio', 'mfr'] as const

/** What the address of the map asks for; what is unreadable asks for nothing. */
export const mapSchema = z.object({
  bassin: z.string().transform((value) => value.slice(0, 200)).catch(''),
  etablissements: z.enum(shownSchools).or(z.literal('')).catch(''),
})
export type MapFilters = z.output<typeof mapSchema>
