import { z } from 'zod'
import { isNamed, optionalSiret } from '../organisations/schemas.ts'
import { slugify } from '../text.ts'
import { seenField } from '../seen.ts'
import { checkbox, choice, codes, line, lookup, optionalLine, optionalText, withRules } from '../web/fields.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const legalForm = choice(['none', 'association', 'carried', ''], 'Choisissez une forme juridique de la liste.').transform((form) => form || 'none')

const fields = z.object({
  name: line(120, 'Donnez un nom au CLEE, par exemple « CLEE du pays de Fougères ».').refine(
    (name) => (slugify(name).match(/[a-z]/g) ?? []).length >= 3,
    'Le nom doit comporter au moins trois lettres de l’alphabet latin : il donne l’adresse de la page du CLEE.',
  ),
  /** Whether the address of the page follows the name; a draft's always does. */
  changesAddress: checkbox,
  longName: optionalLine(200),
  bassinIds: codes(uuidPattern, 'Choisissez un bassin de la liste.', 20).refine((ids) => ids.length > 0, 'Choisissez au moins un bassin.'),
  legalForm,
  organisationName: optionalLine(200),
  siret: optionalSiret,
  supportSchool: lookup(200),
  presentation: optionalText(3_000),
  seen: seenField,
})

export const identitySchema = withRules(fields, [
  ['organisationName', 'Nommez l’organisation qui porte le CLEE.', (typed) => typed.legalForm !== 'carried' || isNamed(typed.organisationName ?? '')],
  ['organisationName', 'Pour garder cette organisation, choisissez « Porté par une organisation » ; sinon, effacez son nom.', (typed) => typed.legalForm === 'carried' || !typed.organisationName],
  ['siret', 'Ce numéro est celui de l’organisation qui porte le CLEE : choisissez cette forme juridique, ou effacez-le.', (typed) => typed.legalForm === 'carried' || !typed.siret],
])
export type IdentityInput = z.output<typeof identitySchema>
