import { z } from 'zod'
import { communeCode } from '../communes/codes.ts'

/** Filters of the directory, as its address carries them; what is unreadable filters nothing. */
export const directorySchema = z.object({
  recherche: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  bassin: z.string().max(200).catch(''),
  commune: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  // A commune chosen among several, by its INSEE code: in `commune`, five digits are a postal code.
  insee: z.string().regex(communeCode).catch(''),
})
export type DirectoryFilters = z.output<typeof directorySchema>
