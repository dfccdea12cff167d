import { FieldError } from '../errors.ts'
import type { Organisation } from '../generated/prisma/client.ts'
import { quoted, searchKey } from '../text.ts'
import { checkSiret } from './siret.ts'

/** Where a form finds its suggestions of organisations. */
export const organisationSuggestions = '/organisations/suggestions'

type Labelled = Pick<Organisation, 'name' | 'city' | 'siret'>

/** How an organisation is written in a field: its name, its town, and its SIRET between brackets, by which it is read again. */
export const organisationLabel = ({ name, city, siret }: Labelled) => `${name}${city && `, ${city}`}${siret ? ` (${siret})` : ''}`

const digits = String.raw`\d[\d\s]{8,40}`
const alone = new RegExp(`^${digits}$`)
const bracketed = new RegExp(String.raw`^(.*?)\s*\((${digits})\)$`, 's')

/** What a typed text holds: a name, a SIRET, or "Nom, Ville (SIRET)" as suggested. Throws FieldError when its SIRET is wrong (R15). */
export function readTyped(field: string, typed: string): { name: string; siret: string | null } {
  const text = typed.trim()
  const [, name = '', number = ''] = alone.test(text) ? ['', '', text] : (bracketed.exec(text) ?? ['', text, ''])
  if (number === '') return { name, siret: null }
  const check = checkSiret(number)
  if (!check.ok) throw new FieldError(field, check.reason)
  return { name, siret: check.siret }
}

/** What to add to a success when the SIRET was registered under another name than the one typed, with a space before it; "" otherwise. */
export function toldOtherName(organisation: Labelled | null, typed: string): string {
  if (!organisation?.siret || searchKey(typed) === '') return ''
  const same = [organisation.name, organisation.siret, organisationLabel(organisation), organisationLabel({ ...organisation, siret: null })]
  if (same.some((text) => searchKey(text) === searchKey(typed))) return ''
  return ` Son numéro SIRET est enregistré au nom de ${quoted(organisation.name)} : c’est ce nom qui figure.`
}
