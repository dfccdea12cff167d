import { parse } from 'csv-parse/sync'
import { FieldError } from '../errors.ts'
import { columnsWithoutHeader, nameCells, readHeader, type Cells, type Column } from './columns.ts'

export const importLimit = 500
const lineLimit = 5_000
const cellLimit = 1_000
const emptyLimit = 20_000
/** `refusal`: why its cells are not even read, "" otherwise. */
export type Line = { number: number; raw: string; cells: Cells; refusal: string }
export type PastedList = { header: string; lines: Line[] }

type RawRecord = { record: string[]; raw: string; info: { lines: number } }

/** Without its empty first and last lines; a regular expression would take minutes on a text full of them. */
export function trimNewlines(text: string) {
  let [start, end] = [0, text.length]
  while (start < end && text[start] === '\n') start += 1
  while (end > start && text[end - 1] === '\n') end -= 1
  return text.slice(start, end)
}

/** The separator that most lines hold; of equals a tab, then a semicolon: commas stand in names too. */
function sniff(text: string) {
  const lines = text.split('\n')
  const counts = ['\t', ';', ','].map((delimiter) => ({ delimiter, count: lines.filter((line) => line.includes(delimiter)).length }))
  return counts.toSorted((one, other) => other.count - one.count)[0]?.delimiter ?? '\t'
}

function split(text: string, quote: '"' | false) {
  const options = { delimiter: sniff(text), bom: true, trim: true, quote, relax_quotes: true, relax_column_count: true, info: true, raw: true }
  return parse(text, options) as unknown as RawRecord[]
}

// The portal's own CSV guards cells that a spreadsheet would run.
const withoutGuard = (cell: string) => cell.replace(/^'(?=[=+\-@])/, '')

// A quotation mark that is never closed is a letter like another.
function splitLeniently(text: string) {
  try {
    return split(text, '"')
  } catch {
    return split(text, false)
  }
}

const formatted = (count: number) => count.toLocaleString('fr-FR')
const longLineSentence = (number: number) => `La ligne ${formatted(number)} dépasse ${formatted(lineLimit)} caractères : vérifiez que chaque membre y est sur sa propre ligne.`

// Before anything is split: what reads a field takes far longer than its length.
function refuseLongList(text: string) {
  const lines = text.split('\n')
  const count = lines.filter((line) => line.trim() !== '').length
  if (count > importLimit + 1) throw new FieldError('lines', `Cette liste compte ${formatted(count)} lignes : importez-en ${importLimit} au plus à la fois.`)
  if (lines.length > emptyLimit) throw new FieldError('lines', `Cette liste compte ${formatted(lines.length)} lignes, presque toutes vides : ne copiez que celles des membres.`)
  const long = lines.findIndex((line) => line.length > lineLimit)
  if (long >= 0) throw new FieldError('lines', longLineSentence(long + 1))
}

/** What is too long in a line of several cells, some of which may hold several lines. */
function tooLong({ record, raw }: RawRecord) {
  if (record.some((cell) => cell.length > cellLimit)) return `Une case de cette ligne dépasse ${formatted(cellLimit)} caractères : raccourcissez-la.`
  return raw.length > lineLimit ? `Cette ligne dépasse ${formatted(lineLimit)} caractères : raccourcissez-la.` : ''
}

function readRecord(found: RawRecord, columns: (Column | undefined)[]): Line {
  const refusal = tooLong(found)
  return { number: found.info.lines, raw: trimNewlines(found.raw), cells: refusal ? {} : nameCells(found.record.map(withoutGuard), columns), refusal }
}

/** Lines of a list pasted from a spreadsheet (tabs, semicolons or commas; with a header line or not). Throws FieldError past 500 lines, or 5,000 characters in a line. */
export function readPasted(text: string): PastedList {
  refuseLongList(text)
  const records = splitLeniently(text).filter(({ record }) => record.some((cell) => cell !== ''))
  const columns = readHeader(records[0]?.record ?? [])
  const lines = (columns ? records.slice(1) : records).map((record) => readRecord(record, columns ?? columnsWithoutHeader))
  if (lines.length === 0) throw new FieldError('lines', 'Cette liste n’a qu’une ligne d’en-tête : copiez aussi les lignes des membres.')
  if (lines.length > importLimit) throw new FieldError('lines', `Cette liste compte ${formatted(lines.length)} lignes : importez-en ${importLimit} au plus à la fois.`)
  return { header: columns ? trimNewlines(records[0]?.raw ?? '') : '', lines }
}

/** The text of some of its lines, under the same header: what is left to correct. */
export const writePasted = ({ header }: PastedList, lines: Line[]) => [header, ...lines.map(({ raw }) => raw)].filter(Boolean).join('\n')
