import type { Readable } from 'node:stream'
import { JSONParser } from '@streamparser/json'
import { readLines } from '../schools/annuaire-lines.ts'
import { readRecords, sniffDelimiter, splitFields } from '../schools/annuaire-records.ts'
import { locateColumns, missingColumns, rowOf, type RawRow } from './columns.ts'
import { createJsonLimits, limitLines } from './limits.ts'
import { openSource, refuseFile } from './source.ts'

/** A record of the calendar, where it is in the file, or why it can't be read. */
export type CalendarRecord = { place: string; row: RawRow } | { place: string; problem: string }

function refuseOther(missing: string[]) {
  if (missing.length > 0) throw refuseFile(`Ce fichier n’est pas le calendrier scolaire\u00a0: il y manque ${missing.length > 1 ? 'les colonnes' : 'la colonne'} «\u00a0${missing.join('\u00a0», «\u00a0')}\u00a0».`)
}

const longestField = 2_000

const toRow = (place: string, row: RawRow): CalendarRecord =>
  Object.values(row).some((field) => field.length > longestField) ? { place, problem: `une colonne dépasse ${longestField.toLocaleString('fr-FR')} caractères` } : { place, row }

async function* readCsv(chunks: AsyncGenerator<Buffer>): AsyncGenerator<CalendarRecord> {
  const lines = limitLines(readLines(chunks))
  const header = ((await lines.next()).value?.text ?? '').replace(/^\uFEFF/, '')
  const delimiter = sniffDelimiter(header)
  const names = splitFields(header, delimiter) ?? []
  const columns = locateColumns(names)
  refuseOther(missingColumns(columns))
  for await (const record of readRecords(lines, delimiter, names.length)) {
    const place = `ligne ${record.line}`
    if ('problem' in record) yield { place, problem: record.problem }
    else if (record.fields.length !== names.length) yield { place, problem: `${record.fields.length} colonnes au lieu de ${names.length}` }
    else yield toRow(place, rowOf(columns, record.fields))
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

// A list of académies or of zones may be an array.
const asText = (value: unknown) => (Array.isArray(value) ? value.join(', ') : typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** The fields of a record: itself, or what the first version of the open data site wraps. */
const fieldsOf = (value: Record<string, unknown>) => (isObject(value['fields']) ? value['fields'] : value)

function toRecord(value: unknown, index: number): CalendarRecord {
  const place = `élément ${index}`
  if (!isObject(value)) return { place, problem: 'ce n’est pas un enregistrement' }
  const fields = fieldsOf(value)
  const columns = locateColumns(Object.keys(fields))
  const missing = missingColumns(columns)
  if (index === 1) refuseOther(missing)
  return missing.length > 0 ? { place, problem: `il y manque ${missing.join(', ')}` } : toRow(place, rowOf(columns, Object.values(fields).map(asText)))
}

const broken = 'Ce fichier JSON est incomplet ou abîmé.'

/** Gives what a piece of the file adds to the parser; each value leaves as soon as it is whole. */
function createJsonReader(paths: string[]) {
  const values: unknown[] = []
  const parser = new JSONParser({ paths, keepStack: false })
  let hasFailed = false
  parser.onValue = ({ value }) => void values.push(value)
  parser.onError = () => {
    hasFailed = true
  }
  const take = (act: () => void) => {
    act()
    if (hasFailed) throw refuseFile(broken)
    return values.splice(0)
  }
  return { read: (chunk: Buffer) => take(() => parser.write(chunk)), end: () => take(() => !parser.isEnded && parser.end()) }
}

const withoutMark = (chunk: Buffer) => (chunk.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? chunk.subarray(3) : chunk)

async function* readJson(chunks: AsyncGenerator<Buffer>, paths: string[], depth: number): AsyncGenerator<CalendarRecord> {
  const reader = createJsonReader(paths)
  const check = createJsonLimits(depth)
  let count = 0
  for await (const chunk of chunks) {
    for (const value of reader.read(check(count === 0 ? withoutMark(chunk) : chunk))) yield toRecord(value, ++count)
  }
  for (const value of reader.end()) yield toRecord(value, ++count)
  if (count === 0) throw refuseFile('Ce fichier JSON ne contient aucun enregistrement.')
}

/** The records of the calendar, from a path or a stream, in CSV or JSON, as they come: memory does not grow with the file. Throws FieldError when it is not the calendar. */
export async function* readCalendar(input: string | Readable): AsyncGenerator<CalendarRecord> {
  const { first, chunks } = await openSource(input)
  if (first === '[') yield* readJson(chunks, ['$.*'], 1)
  else if (first === '{') yield* readJson(chunks, ['$.results.*', '$.records.*'], 2)
  else yield* readCsv(chunks)
}
