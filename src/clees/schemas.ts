import { z } from 'zod'
import { slugify } from '../text.ts'
import { codes, line, optionalText } from '../web/fields.ts'

const communeCode = /^(\d{2}|2[AB])\d{3}$/
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const identitySchema = z.object({
  name: line(120, 'Donnez un nom au CLEE, par exemple « CLEE du pays de Fougères ».').refine(
    (name) => (slugify(name).match(/[a-z]/g) ?? []).length >= 3,
    'Le nom doit comporter au moins trois lettres de l’alphabet latin : il donne l’adresse de la page du CLEE.',
  ),
  bassinIds: codes(uuidPattern, 'Choisissez un bassin de la liste.', 20).refine((ids) => ids.length > 0, 'Choisissez au moins un bassin.'),
  presentation: optionalText(3_000),
})
export type IdentityInput = z.output<typeof identitySchema>

export const territorySchema = z.object({ territory: optionalText(2_000) })
export type TerritoryInput = z.output<typeof territorySchema>

export const communesSchema = z.object({
  communeCodes: codes(communeCode, 'Choisissez des communes de la liste.').refine((list) => list.length > 0, 'Cochez au moins une commune.'),
})

export const communeSchema = z.object({ code: z.string().regex(communeCode) })

/** Filters of the directory, as its address carries them; what is unreadable filters nothing. */
export const directorySchema = z.object({
  recherche: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  bassin: z.string().max(200).catch(''),
  commune: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  // A commune chosen among several, by its INSEE code: in `commune`, five digits are a postal code.
  insee: z.string().regex(communeCode).catch(''),
})
export type DirectoryFilters = z.output<typeof directorySchema>
