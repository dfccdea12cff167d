import { z } from 'zod'
import { communeCode } from '../communes/codes.ts'
import { codes, optionalText } from '../web/fields.ts'

export const territorySchema = z.object({ territory: optionalText(2_000) })
export type TerritoryInput = z.output<typeof territorySchema>

export const communesSchema = z.object({
  communeCodes: codes(communeCode, 'Choisissez des communes de la liste.').refine((list) => list.length > 0, 'Cochez au moins une commune.'),
})

export const communeSchema = z.object({ code: z.string().regex(communeCode) })
