import { readMarkdown } from '../markdown.ts'
import { lowerFirst } from '../text.ts'
import { metadataOf } from './metadata.ts'
import { daySentence, isDay } from './fields.ts'
import type { Form } from './forms.ts'

const paris = { timeZone: 'Europe/Paris' } as const
const dayFormat = new Intl.DateTimeFormat('fr-FR', { ...paris, day: 'numeric', month: 'long', year: 'numeric' })
const shortDayFormat = new Intl.DateTimeFormat('fr-FR', { ...paris, day: '2-digit', month: '2-digit', year: 'numeric' })
const weekdayFormat = new Intl.DateTimeFormat('fr-FR', { ...paris, weekday: 'long' })
const monthFormat = new Intl.DateTimeFormat('fr-FR', { ...paris, month: 'long', year: 'numeric' })
const isoDayFormat = new Intl.DateTimeFormat('sv-SE', paris)
const clockFormat = new Intl.DateTimeFormat('fr-FR', { ...paris, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const numberFormat = new Intl.NumberFormat('fr-FR')

const writeDay = (day: Date) => dayFormat.format(day).replace(/^1 /, '1er ').replaceAll(' ', '\u00a0')

// A list says the same few days again and again, and the formats of Intl are slow.
const writtenDays = new Map<number, string>()
const maxWrittenDays = 1_000

/** « 3 septembre 2026 », « 1er septembre 2026 ». */
export function formatDay(day: Date): string {
  const known = writtenDays.get(day.getTime())
  if (known) return known
  if (writtenDays.size >= maxWrittenDays) writtenDays.clear()
  const written = writeDay(day)
  writtenDays.set(day.getTime(), written)
  return written
}

/** « 03/09/2026 ». */
export const formatShortDay = (day: Date) => shortDayFormat.format(day)

/** « lundi ». */
export const formatWeekday = (day: Date) => weekdayFormat.format(day)

/** « septembre 2026 », of a month "2026-09". */
export const formatMonth = (month: string) => monthFormat.format(new Date(`${month}-15T12:00:00Z`))

/** « 14 h 05 ». */
export const formatClock = (instant: Date) =>
  clockFormat.format(instant).replace(':', '\u00a0h\u00a0').replace(/^0/, '')

/** « le 22 novembre 2026 à 14 h 05 ». */
export const formatInstant = (instant: Date) => `le ${formatDay(instant)} à ${formatClock(instant)}`

/** The first day of a period, without what its last day says too. */
function beginning(start: Date, end: Date) {
  const [[day, month, year], [, lastMonth, lastYear]] = [formatDay(start).split('\u00a0'), formatDay(end).split('\u00a0')]
  if (year !== lastYear) return formatDay(start)
  return month === lastMonth ? day : `${day}\u00a0${month}`
}

/** « le 3 mars 2027 », « du 3 au 5 mars 2027 », « du 3 mars au 5 avril 2027 », « à partir du 3 mars 2027 », or an empty text. */
export function formatPeriod(start: Date | null, end: Date | null) {
  if (start && end && isoDay(start) !== isoDay(end)) return `du ${beginning(start, end)} au ${formatDay(end)}`
  if (start) return end ? `le ${formatDay(start)}` : `à partir du ${formatDay(start)}`
  return end ? `jusqu’au ${formatDay(end)}` : ''
}

/** « 2026-09-03 », for `datetime` attributes and date fields. */
export const isoDay = (day: Date) => isoDayFormat.format(day)

/** For `datetime` attributes. */
export const isoInstant = (instant: Date) => instant.toISOString()

/** « 12 345 », with thin no-break spaces. */
export const formatNumber = (value: number) => numberFormat.format(value)

/** « 0 action », « 1 action », « 1 200 actions ». */
export const plural = (count: number, singular: string, several: string) =>
  `${formatNumber(count)}\u00a0${Math.abs(count) < 2 ? singular : several}`

/** « a, b et c ». */
export function joinList(items: string[]) {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} et ${items.at(-1)}`
}

/** The same of words that begin with a capital: only the first keeps it. */
export const joinWords = (words: string[]) => joinList(words.map((word, index) => (index === 0 ? word : lowerFirst(word))))

const isCalledClee = (name: string) => /^CLEE\b/.test(name)

/** « le CLEE du pays de Redon », « Les Landes ». */
export const theClee = (name: string) => isCalledClee(name) ? `le ${name}` : name

/** « du CLEE du pays de Redon », « de Brocéliande ». */
export const ofClee = (name: string) => isCalledClee(name) ? `du ${name}` : withDe(name)

/** « de Rennes », « d’Amiens ». */
export const withDe = (name: string) => /^[aeiouyàâéèêëîïôöùûü]/i.test(name) ? `d’${name}` : `de ${name}`

/** « mission académique… » within a sentence, for a name that begins with « Mission ». */
export const midSentence = (name: string) => name.replace(/^M/, 'm')

/** Typed text as French typography wants it: apostrophes, no-break spaces. Only for display. */
export const fr = (text: string) => text
  .replaceAll(/(?<=\p{L})'(?=\p{L})/gu, '’')
  .replaceAll(/[ \u00a0\u202f]+(?=[:»%€])/g, '\u00a0')
  .replaceAll(/[ \u00a0\u202f]+(?=[;!?])/g, '\u202f')
  .replaceAll(/(?<=\p{L})(?=[;!?](\s|$))/gu, '\u202f')
  .replaceAll(/«[ \u00a0\u202f]*/g, '«\u00a0')
  .replaceAll(/n° +(?=\d)/g, 'n°\u00a0')

export type Option = { value: string, label: string, hint?: string }

/** What a partial of views/form/ is given, as `{ field }`. */
export type Field = {
  id: string
  name: string
  label: string
  value: string
  values: string[]
  hint?: string
  error?: string
  type?: string
  isRequired?: boolean
  /** Required by what another field says: neither marked optional nor announced as required. */
  isConditional?: boolean
  autocomplete?: string
  inputmode?: string
  rows?: number
  /** The form it belongs to, when it stands outside it. */
  form?: string
  options?: Option[]
  width?: 'sm' | 'md' | 'lg'
  /** The types that a field of files proposes. */
  accept?: string
  spellcheck?: boolean
  /** Where the suggestions of this field come from, as it is typed. */
  suggestions?: string
  /** What an ambiguous text could have meant: one is to be chosen. */
  candidates?: Option[]
  /** Marks a field of a day: what it says of one that doesn't exist. */
  invalidDay?: string
}

type FieldProps = Omit<Partial<Field>, 'label'> & { label: string }

function asText(value: unknown): string {
  // A text and the candidate chosen for it come under one name.
  if (Array.isArray(value)) return asTexts(value).at(-1) ?? ''
  if (value instanceof Date) return isoDay(value)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(asText).filter(Boolean)

/** A field of a form: its value and its error come from the form, under its name. */
export function field(form: Form | null | undefined, name: string, props: FieldProps): Field {
  const value = form?.values[name]
  const error = form?.errors[name]
  const candidates = form?.candidates?.[name] ?? []
  return { id: name, name, value: asText(value), values: asTexts(value), candidates, ...(error ? { error } : {}), ...props }
}

const isoDayParts = /^(\d{4})-(\d{2})-(\d{2})$/
const dayHint = 'JJ/MM/AAAA, par exemple 14/03/2027.'

/** A field of a day as people type it, for public/app.js to give it the browser's calendar: what names no day is shown as it was typed. */
export const dayField = (field: Field): Field => ({
  ...field,
  type: 'text',
  inputmode: 'numeric',
  value: isDay(field.value) ? field.value.replace(isoDayParts, '$3/$2/$1') : field.value,
  hint: [field.hint, dayHint].filter(Boolean).join(' '),
  invalidDay: daySentence,
})

/** Set in app.locals: every view reads `it.formatDay(…)`. */
export const viewHelpers = {
  formatDay, formatShortDay, formatWeekday, formatMonth, formatClock, formatInstant, formatPeriod, isoDay, isoInstant,
  formatNumber, plural, joinList, joinWords, theClee, ofClee, withDe, midSentence, fr, readMarkdown, field, dayField, metadataOf,
}
