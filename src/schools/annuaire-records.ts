import { parse } from 'csv-parse/sync'
import type { Line } from './annuaire-lines.ts'

export type Delimiter = ';' | ',' | '\t'

/** A record of the file, or why it can't be read. */
export type RawRecord = { line: number; fields: string[] } | { line: number; problem: string }

const mostLinesInOneRecord = 10
const unreadable = 'guillemets illisibles : un guillemet ouvert n’est jamais refermé'

const closedField: Record<Delimiter, RegExp> = {
  ';': /(^|;)[ \t]*"(?:[^"]|"")*"(?=;|$)/g,
  ',': /(^|,)[ \t]*"(?:[^"]|"")*"(?=,|$)/g,
  '\t': /(^|\t) *"(?:[^"]|"")*"(?=\t|$)/g,
}
const openField: Record<Delimiter, RegExp> = { ';': /(?:^|;)"/, ',': /(?:^|,)"/, '\t': /(?:^|\t)"/ }

export function sniffDelimiter(header: string): Delimiter {
  const count = (delimiter: Delimiter) => header.split(delimiter).length
  return ([';', ',', '\t'] as const).reduce((best, other) => (count(other) > count(best) ? other : best))
}

const hasOpenQuote = (text: string, delimiter: Delimiter) =>
  text.includes('"') && openField[delimiter].test(text.replace(closedField[delimiter], '$1'))

/** The fields of one whole record; null when its quoting makes no sense. */
export function splitFields(text: string, delimiter: Delimiter): string[] | null {
  if (!text.includes('"')) return text.split(delimiter)
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true })[0] ?? null
  } catch {
    return null
  }
}

/**
 * Groups lines into records of `width` fields. A field in quotes may run over several lines; a quote left open
 * costs its own line only: the lines that were tried after it are read again as records.
 */
export async function* readRecords(lines: AsyncIterator<Line>, delimiter: Delimiter, width: number): AsyncGenerator<RawRecord> {
  const ahead: Line[] = []
  const next = async () => ahead.shift() ?? ((await lines.next()).value as Line | undefined)
  for (let first = await next(); first; first = await next()) {
    if (isBlank(first.text)) continue
    if (!hasOpenQuote(first.text, delimiter)) yield toRecord(first.number, splitFields(first.text, delimiter))
    else {
      const { fields, taken } = await closeQuote(first, next, delimiter, width)
      if (!fields) ahead.unshift(...taken)
      yield toRecord(first.number, fields)
    }
  }
}

const isBlank = (text: string) => /^[\s;,"]*$/.test(text)

const toRecord = (line: number, fields: string[] | null): RawRecord =>
  fields ? { line, fields } : { line, problem: unreadable }

async function closeQuote(first: Line, next: () => Promise<Line | undefined>, delimiter: Delimiter, width: number) {
  const taken: Line[] = []
  let text = first.text
  while (hasOpenQuote(text, delimiter)) {
    const line = taken.length < mostLinesInOneRecord ? await next() : undefined
    if (!line) return { fields: null, taken }
    taken.push(line)
    text += `\n${line.text}`
  }
  const fields = splitFields(text, delimiter)
  return { fields: fields?.length === width ? fields : null, taken }
}
