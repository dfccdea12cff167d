import { z } from 'zod'
import { slugify } from '../text.ts'
import { codes, line, optionalText } from '../web/fields.ts'

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
