import { parse } from 'csv-parse/sync'
import { FieldError } from '../errors.ts'
import { columnsWithoutHeader, nameCells, readHeader, type Cells } from './columns.ts'

export const importLimit = 500
export type Line = { number: number; raw: string; cells: Cells }
export type PastedList = { header: string; lines: Line[] }

type RawRecord = { record: string[]; raw: string; info: { lines: number } }

const sniff = (text: string) => {
  const first = text.slice(0, 2_000).split('\n', 1)[0] ?? ''
  return ['\t', ';', ','].find((delimiter) => first.includes(delimiter)) ?? '\t'
}

function split(text: string, quote: '"' | false) {
  const options = { delimiter: sniff(text), bom: true, trim: true, quote, relax_quotes: true, relax_column_count: true, info: true, raw: true }
  return parse(text, options) as unknown as RawRecord[]
}

// A quotation mark that is never closed is a letter like another.
function splitLeniently(text: string) {
  try {
    return split(text, '"')
  } catch {
    return split(text, false)
  }
}

function refuseLongList(text: string) {
  const count = text.split('\n').filter((line) => line.trim() !== '').length
  if (count > importLimit + 1) throw new FieldError('lines', `Cette liste compte ${count.toLocaleString('fr-FR')} lignes : importez-en ${importLimit} au plus à la fois.`)
}

/** Lines of a list pasted from a spreadsheet (tabs, semicolons or commas; with a header line or not). Throws FieldError past 500 lines. */
export function readPasted(text: string): PastedList {
  refuseLongList(text)
  const records = splitLeniently(text).filter(({ record }) => record.some((cell) => cell !== ''))
  const columns = readHeader(records[0]?.record ?? [])
  const lines = (columns ? records.slice(1) : records).map(({ record, raw, info }) => ({ number: info.lines, raw: raw.replace(/\n+$/, ''), cells: nameCells(record, columns ?? columnsWithoutHeader) }))
  if (lines.length === 0) throw new FieldError('lines', 'Cette liste n’a qu’une ligne d’en-tête : copiez aussi les lignes des membres.')
  if (lines.length > importLimit) throw new FieldError('lines', `Cette liste compte ${lines.length.toLocaleString('fr-FR')} lignes : importez-en ${importLimit} au plus à la fois.`)
  return { header: columns ? (records[0]?.raw.replace(/\n+$/, '') ?? '') : '', lines }
}

/** The text of some of its lines, under the same header: what is left to correct. */
export const writePasted = ({ header }: PastedList, lines: Line[]) => [header, ...lines.map(({ raw }) => raw)].filter(Boolean).join('\n')
