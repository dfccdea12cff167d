import type { Line } from '../schools/annuaire-lines.ts'
import { refuseFile } from './source.ts'

/** The calendar of the whole country, since 2017, has three thousand rows of three hundred characters. */
const mostRows = 200_000
const longestRecord = 10_000
/** `{ "results": [{ "fields": { "zones": [` */
const deepest = 5

const tooMany = () => refuseFile(`Ce fichier a plus de ${mostRows.toLocaleString('fr-FR')} lignes.`)
const tooLong = (place: string) => refuseFile(`${place} dépasse ${longestRecord.toLocaleString('fr-FR')} caractères.`)

/** The lines of a CSV file, as long as they are those of a calendar. Throws FieldError for too many, or one too long. */
export async function* limitLines(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  for await (const line of lines) {
    if (line.number > mostRows) throw tooMany()
    if (line.text.length > longestRecord) throw tooLong(`La ligne ${line.number} de ce fichier`)
    yield line
  }
}

const codeOf = (sign: string) => sign.charCodeAt(0)
const [quote, escape, comma] = ['"', '\\', ','].map(codeOf) as [number, number, number]
const [opening, closing] = [['[', '{'].map(codeOf), [']', '}'].map(codeOf)]
const isSpace = (byte: number) => byte <= 32

type Position = { depth: number; inText: boolean; isEscaped: boolean; length: number; count: number }

function readText(at: Position, byte: number) {
  if (at.isEscaped) at.isEscaped = false
  else if (byte === escape) at.isEscaped = true
  else if (byte === quote) at.inText = false
}

function readSign(at: Position, byte: number, outermost: number) {
  if (byte === quote) at.inText = true
  else if (opening.includes(byte)) at.depth += 1
  else if (closing.includes(byte)) at.depth -= 1
  else if (byte !== comma) return
  if (at.inText || at.depth > outermost) return
  at.length = 0
  if (byte === comma) at.count += 1
}

/** Checks the pieces of a JSON file before they are parsed, whose records are so deep: a parser keeps whatever it has begun. Throws FieldError for records too deep, too long or too many. */
export function createJsonLimits(outermost: number) {
  const at: Position = { depth: 0, inText: false, isEscaped: false, length: 0, count: 0 }
  return (piece: Buffer) => {
    for (const byte of piece) {
      if (at.inText) readText(at, byte)
      else readSign(at, byte, outermost)
      if (at.inText || !isSpace(byte)) at.length += 1
      if (at.length > longestRecord) throw tooLong('Un enregistrement de ce fichier')
      if (at.depth > deepest) throw refuseFile('Ce fichier emboîte trop de listes les unes dans les autres.')
      if (at.count >= mostRows) throw tooMany()
    }
    return piece
  }
}
