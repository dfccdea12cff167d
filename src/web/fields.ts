import { z } from 'zod'

// Line ends and spaces are normalised; invisible characters (controls, writing-direction marks) never reach the database.
const clean = (value: unknown) =>
  typeof value === 'string'
    ? value
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/[\p{Cc}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, (character) =>
          character === '\n' || character === '\t' ? character : '',
        )
        .trim()
    : value === undefined
      ? ''
      : value

const single = (maximum: number) =>
  z.string('Cette valeur n’est pas lisible : saisissez-la à nouveau.').max(maximum, `Raccourcissez ce texte : ${maximum.toLocaleString('fr-FR')} caractères au plus.`)

/** A text that must be there, of at most `maximum` characters; `sentence` says what is missing. */
export const text = (maximum: number, sentence: string) => z.preprocess(clean, single(maximum).min(1, sentence))

/** A text that may be empty, of at most `maximum` characters. */
export const optionalText = (maximum: number) => z.preprocess(clean, single(maximum))

export const email = z.preprocess(
  clean,
  single(254).min(1, 'Saisissez une adresse électronique.').pipe(
    z.email('Saisissez une adresse électronique complète, par exemple nom@exemple.fr.').transform((value) => value.toLowerCase()),
  ),
)

/** One of the given keys. */
export const choice = <const Keys extends readonly string[]>(keys: Keys, sentence: string) =>
  z.preprocess(clean, z.enum(keys, sentence))

const toArray = (value: unknown) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value])

/** Any number of the given keys, from checkboxes or a multiple select. */
export const choices = <const Keys extends readonly string[]>(keys: Keys, sentence: string) =>
  z.preprocess(toArray, z.array(z.enum(keys, sentence)).max(200, sentence)).transform((values) => [...new Set(values)])

/** Any number of codes that the command checks against the database. */
export const codes = (pattern: RegExp, sentence: string, maximum = 500) =>
  z
    .preprocess(toArray, z.array(z.string().regex(pattern, sentence)).max(maximum, `Choisissez-en ${maximum} au plus.`))
    .transform((values) => [...new Set(values)])

export const checkbox = z.preprocess((value) => value === 'oui', z.boolean())

export const revision = z.coerce.number('Rechargez la page.').int('Rechargez la page.').min(1, 'Rechargez la page.').max(1_000_000_000, 'Rechargez la page.')

export const uuid = z.uuid()

/** Whether a text is a day of the calendar written AAAA-MM-JJ. */
export function isDay(value: string) {
  const date = new Date(`${value}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

const daySentence = 'Saisissez une date qui existe, par exemple 14/03/2027.'
const toIsoDay = (value: unknown) => {
  const typed = clean(value)
  const french = typeof typed === 'string' ? /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed) : null
  return french ? `${french[3]}-${french[2]?.padStart(2, '0')}-${french[1]?.padStart(2, '0')}` : typed
}

/** A day, AAAA-MM-JJ as date inputs send it or JJ/MM/AAAA as people type it, or null when empty. Gives midnight UTC. */
export const optionalDay = z
  .preprocess(toIsoDay, z.string(daySentence).refine((value) => value === '' || isDay(value), daySentence))
  .transform((value) => (value === '' ? null : new Date(`${value}T00:00:00Z`)))
