import { z } from 'zod'
import { communeCode } from '../communes/codes.ts'
import { codes, optionalText } from '../web/fields.ts'
import { seenField } from '../seen.ts'

export const territorySchema = z.object({ territory: optionalText(2_000), seen: seenField })
export type TerritoryInput = z.output<typeof territorySchema>

const communes = codes(communeCode, 'Choisissez des communes de la liste.').refine((list) => list.length > 0, 'Cochez au moins une commune.')

export const communesSchema = z.object({ communeCodes: communes })

/** Communes to remove; `code` is not `communeCodes`, because both lists stand in one form. */
export const removalSchema = z.object({ code: communes })

export const epciSchema = z.object({ epciCode: z.string('Choisissez une intercommunalité de la liste.').regex(/^\d{9}$/, 'Choisissez une intercommunalité de la liste.') })
