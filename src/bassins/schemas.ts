import { z } from 'zod'
import { slugify } from '../text.ts'
import { line, optionalText } from '../web/fields.ts'

/** Filter of the lists of bassins; what is unreadable filters nothing. */
export const bassinFiltersSchema = z.object({ recherche: z.string().trim().max(200).catch('') })

export const bassinSchema = z.object({
  name: line(80, 'Donnez le nom du bassin, par exemple « Fougères-Vitré ».').refine(
    (name) => (slugify(name).match(/[a-z]/g) ?? []).length >= 2,
    'Le nom doit comporter au moins deux lettres de l’alphabet latin : il donne l’adresse de la page du bassin.',
  ),
  presentation: optionalText(1_000),
})
export type BassinInput = z.output<typeof bassinSchema>
