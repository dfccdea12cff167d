import { z } from 'zod'
import { actionTypeKeys, levelKeys, sectorKeys } from '../actions/vocabulary.ts'
import { isSchoolYear } from '../school-year.ts'

/** What is read of a search: nobody types more, and nothing is gained by reading it. */
export const maxSearchLength = 200

// Of a parameter that comes twice, the first one counts.
const once = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => (Array.isArray(value) ? value[0] : value), schema)
const oneOf = <const Keys extends readonly string[]>(keys: Keys) => once(z.enum(keys).or(z.literal('')).catch(''))

/** Filters of the search, as its address carries them; what is unreadable filters nothing. */
export const actionSearchSchema = z.object({
  texte: once(z.string().transform((text) => text.trimStart().slice(0, maxSearchLength)).catch('')),
  type: oneOf(actionTypeKeys),
  niveau: oneOf(levelKeys),
  secteur: oneOf(sectorKeys),
  bassin: once(z.string().regex(/^[a-z0-9-]{1,100}$/).catch('')),
  annee: once(z.string().refine(isSchoolYear).catch('')),
})
export type ActionSearchFilters = z.output<typeof actionSearchSchema>
