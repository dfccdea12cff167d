import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { FieldError } from '../errors.ts'

const expected = 'Donnez le fichier « Calendrier scolaire » (fr-en-calendrier-scolaire), en CSV ou en JSON.'

export const refuseFile = (sentence: string) => new FieldError('file', `${sentence} ${expected}`)

const failures: Record<string, string> = { ENOENT: 'n’existe pas.', EACCES: 'ne peut pas être lu\u00a0: vérifiez vos droits.', EISDIR: 'est un dossier.' }

async function openPath(path: string): Promise<Readable> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuseFile(`Le fichier «\u00a0${path}\u00a0» ${failures[error.code ?? ''] ?? 'ne peut pas être lu.'}`)
  })
  if (found.isDirectory()) throw refuseFile(`«\u00a0${path}\u00a0» est un dossier.`)
  return createReadStream(path)
}

const signatures: [string, string][] = [
  ['%PDF', 'Ce fichier est un PDF.'],
  ['PK\u0003\u0004', 'Ce fichier est un classeur ou une archive\u00a0; enregistrez-le d’abord au format CSV.'],
  ['\u00FF\u00FE', 'Ce fichier est en UTF-16\u00a0; enregistrez-le au format « CSV UTF-8 ».'],
  ['\u00FE\u00FF', 'Ce fichier est en UTF-16\u00a0; enregistrez-le au format « CSV UTF-8 ».'],
]

function refuseBinary(bytes: Buffer) {
  const known = signatures.find(([signature]) => bytes.toString('latin1', 0, 4).startsWith(signature))
  if (known) throw refuseFile(known[1])
  if (bytes.subarray(0, 4_096).includes(0)) throw refuseFile('Ce fichier n’est pas un fichier de texte.')
}

const pieceSize = 16_384

/** What is sent comes whole: cut, and others served between two pieces. */
async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let read = 0
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += pieceSize) {
      const piece = chunk.subarray(start, start + pieceSize)
      yield piece
      if ((read += piece.length) < pieceSize) continue
      read = 0
      await setImmediate()
    }
  }
}

async function* readable(source: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source) yield Buffer.from(chunk as Buffer)
  } catch (error) {
    throw refuseFile(`Ce fichier ${failures[(error as NodeJS.ErrnoException).code ?? ''] ?? 'ne peut pas être lu jusqu’au bout.'}`)
  }
}

/** A file, from a path or a stream, with the first sign that says its format; read as it comes. Throws FieldError when it is empty or no text. */
export async function openSource(input: string | Readable): Promise<{ first: string; chunks: AsyncGenerator<Buffer> }> {
  const bytes = inPieces(readable(typeof input === 'string' ? await openPath(input) : input))
  const start: Buffer[] = []
  let first = ''
  while (first === '') {
    const { value, done } = await bytes.next()
    if (done) throw refuseFile('Ce fichier est vide.')
    if (start.length === 0) refuseBinary(value)
    start.push(value)
    first = value.toString('utf8').replace(/^\uFEFF/, '').trim().slice(0, 1)
  }
  async function* chunks() {
    yield* start
    yield* bytes
  }
  return { first, chunks: chunks() }
}
