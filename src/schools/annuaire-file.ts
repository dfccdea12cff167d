import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { FieldError } from '../errors.ts'
import { locateColumns, missingColumns } from './annuaire-columns.ts'
import type { Columns } from './annuaire-columns.ts'
import { readLines } from './annuaire-lines.ts'
import { readRecords, sniffDelimiter, splitFields } from './annuaire-records.ts'
import type { RawRecord } from './annuaire-records.ts'

export type AnnuaireFile = { columns: Columns; width: number; records: AsyncGenerator<RawRecord> }

const expected = 'Donnez le fichier CSV « Annuaire de l’éducation » (fr-en-annuaire-education).'

const refuse = (sentence: string) => new FieldError('file', `${sentence} ${expected}`)

/** Opens the Annuaire and reads its header. Throws a FieldError with one sentence when it isn't the Annuaire. */
export async function openAnnuaire(input: string | Readable): Promise<AnnuaireFile> {
  const source = typeof input === 'string' ? await openFile(input) : input
  const lines = readLines(refuseBinary(source))
  let header = await lines.next()
  if (/^\uFEFF?sep=.$/i.test(header.value?.text ?? '')) header = await lines.next()
  if (header.done) throw refuse('Ce fichier est vide.')
  const text = header.value.text.replace(/^\uFEFF/, '')
  const delimiter = sniffDelimiter(text)
  const names = splitFields(text, delimiter) ?? []
  const columns = locateColumns(names)
  const missing = missingColumns(columns)
  if (missing.length > 0) throw refuse(`Ce fichier n’est pas l’Annuaire de l’éducation : il y manque ${nameColumns(missing)}.`)
  return { columns, width: names.length, records: readRecords(lines, delimiter, names.length) }
}

const nameColumns = (missing: string[]) =>
  missing.length === 1 ? `la colonne « ${missing[0]} »` : `les colonnes « ${missing.join(' », « ')} »`

const failures: Record<string, string> = {
  ENOENT: 'n’existe pas.',
  EACCES: 'ne peut pas être lu : vérifiez vos droits.',
}

async function openFile(path: string): Promise<Readable> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(`Le fichier « ${path} » ${failures[error.code ?? ''] ?? 'ne peut pas être lu.'}`)
  })
  if (found.isDirectory()) throw refuse(`« ${path} » est un dossier.`)
  return createReadStream(path, { highWaterMark: 256 * 1024 })
}

const signatures: [string, string][] = [
  ['%PDF', 'Ce fichier est un PDF.'],
  ['PK\u0003\u0004', 'Ce fichier est un classeur ou une archive ; enregistrez-le d’abord au format CSV.'],
  ['\u00FF\u00FE', 'Ce fichier est en UTF-16 ; enregistrez-le au format « CSV UTF-8 ».'],
  ['\u00FE\u00FF', 'Ce fichier est en UTF-16 ; enregistrez-le au format « CSV UTF-8 ».'],
]

async function* refuseBinary(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const chunk of readable(source)) {
    const bytes = Buffer.from(chunk)
    if (isFirst) refuseSignature(bytes)
    isFirst = false
    yield bytes
  }
}

async function* readable(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer | string> {
  try {
    yield* source
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw refuse(`Ce fichier ${failures[code] ?? 'ne peut pas être lu jusqu’au bout.'}`)
  }
}

function refuseSignature(bytes: Buffer) {
  const start = bytes.toString('latin1', 0, 4)
  const known = signatures.find(([signature]) => start.startsWith(signature))
  if (known) throw refuse(known[1])
  if (bytes.subarray(0, bytes.indexOf(10)).includes(0)) throw refuse('Ce fichier n’est pas un fichier de texte.')
}
