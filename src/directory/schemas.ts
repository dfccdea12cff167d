import { z } from 'zod'
import { communeCode } from '../communes/codes.ts'

/** The states of the CLEEs that lists show. */
export const listedStates = ['active', 'declared', 'vacant', 'dormant'] as const

/** Filters of the directory, as its address carries them; what is unreadable filters nothing. */
export const directorySchema = z.object({
  recherche: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  bassin: z.string().max(200).catch(''),
  commune: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  // A commune chosen among several, by its INSEE code: in `commune`, five digits are a postal code.
  insee: z.string().regex(communeCode).catch(''),
  etat: z.enum(listedStates).or(z.literal('')).catch(''),
  // Nothing: by bassin, or by name within one.
  tri: z.enum(['nom', 'recent']).or(z.literal('')).catch(''),
})
export type DirectoryFilters = z.output<typeof directorySchema>

/** Those of the list of one bassin. */
export const bassinListSchema = directorySchema.pick({ recherche: true, etat: true, tri: true })
