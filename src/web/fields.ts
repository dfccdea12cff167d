import { z } from 'zod'

// Controls, writing-direction marks, soft hyphens and fillers: what is not seen never reaches the database.
// The joiner of composed emoji stays.
const invisible = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|(?!\u200D)[\p{Cc}\p{Cf}\u115F\u1160\u3164\uFFA0]/gu
// Begins at the last character before an @, so that a long text is read once.
const emailAddress = /[^\s@]@[^\s@]+\.[^\s@]{2,}/

const clean = (value: unknown) => {
  if (typeof value !== 'string') return value === undefined ? '' : value
  const lines = value.normalize('NFC').replace(/\r\n?|[\u2028\u2029]/g, '\n')
  return lines.replace(invisible, (character) => (character === '\n' || character === '\t' ? character : '')).trim()
}

// The no-break spaces of French typography stay.
const cleanLine = (value: unknown) => {
  const cleaned = clean(value)
  return typeof cleaned === 'string' ? cleaned.replace(/[\n\t ]+/g, ' ') : cleaned
}

const single = (maximum: number) =>
  // What is too long is read no further: the checks that follow would take their time over it.
  z.string('Cette valeur n’est pas lisible : saisissez-la à nouveau.').max(maximum, { error: `Raccourcissez ce texte : ${maximum.toLocaleString('fr-FR')} caractères au plus.`, abort: true })

// R18: no e-mail address on a published page.
const published = (maximum: number) =>
  single(maximum).refine((value) => !emailAddress.test(value), 'Ce texte est publié : retirez-en l’adresse électronique.')

/** A text of several lines that must be there, of at most `maximum` characters; `sentence` says what is missing. */
export const text = (maximum: number, sentence: string) => z.preprocess(clean, single(maximum).min(1, sentence))

/** A text of several lines that may be empty and is not published. */
export const optionalNote = (maximum: number) => z.preprocess(clean, single(maximum))

/** A text of several lines that may be empty and is published. */
export const optionalText = (maximum: number) => z.preprocess(clean, published(maximum))

// What lists, mails and spreadsheets repeat holds neither pictures nor markup.
const pictureOrMarkup = /[<>]|\p{Emoji_Presentation}|\uFE0F/u
export const isPlain = (value: string) => !pictureOrMarkup.test(value) && !emailAddress.test(value)
export const plainSentence = 'Retirez de ce texte les émoticônes, les signes « < » et « > » et les adresses électroniques.'

/** A published text of one line that must be there: a name, a function, a title. Without pictures nor markup. */
export const line = (maximum: number, sentence: string) => z.preprocess(cleanLine, single(maximum).min(1, sentence).refine(isPlain, plainSentence))

/** The same, that may be empty. */
export const optionalLine = (maximum: number) => z.preprocess(cleanLine, single(maximum).refine(isPlain, plainSentence))

/** A text whose meaning the command looks up (a school, an organisation), or the candidate chosen for it; may be empty. */
export const lookup = (maximum: number) =>
  z.preprocess((value) => cleanLine(Array.isArray(value) ? (value.findLast((item) => typeof item === 'string' && item.trim() !== '') ?? '') : value), single(maximum))

const personNamePattern = /^(?:[\p{L}\p{M}'’ .-]*)$/u
const personNameSentence = 'Un nom se compose de lettres, d’espaces, de traits d’union et d’apostrophes.'

/** A person's first or last name; it reaches mails, where neither an address nor a sentence has a place. */
export const personName = (sentence: string) =>
  z.preprocess(cleanLine, single(80).min(1, sentence).regex(personNamePattern, personNameSentence))

/** The same, which may be empty. */
export const optionalPersonName = z.preprocess(cleanLine, single(80).regex(personNamePattern, personNameSentence))

export const email = z.preprocess(
  cleanLine,
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

const grouped = /^\d{1,3}(?:[ \u00a0\u202f.]\d{3})+$/
const countSentence = (value: string) => {
  if (grouped.test(value)) return `Saisissez ce nombre sans espace ni point\u00a0: ${value.replace(/\D/g, '')}.`
  if (/^[-−]\s*\d/.test(value)) return 'Un nombre négatif n’a pas de sens ici\u00a0: saisissez 0 ou plus.'
  if (/^\d+[.,]\d+$/.test(value)) return 'Saisissez un nombre entier, sans virgule.'
  return 'Saisissez un nombre entier en chiffres, par exemple 120.'
}

/** A count that may be empty: an integer from 0 to `maximum` (R12), or null. */
export const optionalCount = (maximum = 1_000_000) =>
  z
    .preprocess(cleanLine, z.string('Saisissez un nombre entier en chiffres, par exemple 120.').superRefine((value, context) => {
      if (value !== '' && !/^\d+$/.test(value)) context.addIssue({ code: 'custom', message: countSentence(value) })
      else if (Number(value) > maximum) context.addIssue({ code: 'custom', message: `Vérifiez ce nombre\u00a0: ${maximum.toLocaleString('fr-FR')} au plus.` })
    }))
    .transform((value) => (value === '' ? null : Number(value)))

export const uuid = z.uuid()

/** Whether a text is a day of the calendar written AAAA-MM-JJ. */
export function isDay(value: string) {
  const date = new Date(`${value}T00:00:00Z`)
  // PostgreSQL, as our calendar, has no year 0.
  return /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

export const daySentence = 'Saisissez une date qui existe, par exemple 14/03/2027.'

/** A day written JJ/MM/AAAA as AAAA-MM-JJ; anything else as it is. */
export const toIsoDay = (value: unknown) => {
  const typed = clean(value)
  const french = typeof typed === 'string' ? /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed) : null
  return french ? `${french[3]}-${french[2]?.padStart(2, '0')}-${french[1]?.padStart(2, '0')}` : typed
}

/** A day, AAAA-MM-JJ as date inputs send it or JJ/MM/AAAA as people type it, or null when empty. Gives midnight UTC. */
export const optionalDay = z
  .preprocess(toIsoDay, z.string(daySentence).refine((value) => value === '' || isDay(value), daySentence))
  .transform((value) => (value === '' ? null : new Date(`${value}T00:00:00Z`)))

const firstDay = new Date('1990-01-01T00:00:00Z')
const yearsAhead = 5
const isPlausible = (day: Date) => day >= firstDay && day.getUTCFullYear() <= new Date().getUTCFullYear() + yearsAhead

/** A day that may be empty, between 1990 and five years ahead: a slip of the keyboard falls outside. */
export const plausibleDay = optionalDay.refine((day) => day === null || isPlausible(day), `Vérifiez l’année : une date va de 1990 à ${yearsAhead} ans après aujourd’hui.`)

/** A rule between fields: where its sentence stands, and whether what was read so far respects it. */
export type Rule<T> = [path: keyof T & string, sentence: string, isRespected: (typed: Partial<T>) => boolean]

/** Adds rules between fields to a form; they are checked even when another field is wrong, so that every sentence comes at once. */
export const withRules = <Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, rules: Rule<z.output<z.ZodObject<Shape>>>[]) =>
  rules.reduce(
    (ruled, [path, error, isRespected]) => ruled.refine((typed) => isRespected(typed), { path: [path], error, when: () => true }),
    schema,
  )
