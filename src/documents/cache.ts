import { createHash } from 'node:crypto'
import { HttpError } from '../errors.ts'
import { Busy, renderPdf } from './render.ts'

const maxEntries = 200
const maxBytes = 40_000_000
const largestKept = 5_000_000
const refusal = 10 * 60_000
const maxRefused = 1_000

/** The oldest use first; a size is 0 while the document is being made. */
const entries = new Map<string, { pdf: Promise<Uint8Array>; size: number }>()
/** Until when a document that could not be made is not tried again: it would take the time of the others. */
const refused = new Map<string, number>()

/** What tells a document from another: its template and its data. */
export const documentKey = (template: string, data: object) => createHash('sha256').update(JSON.stringify([template, data])).digest('base64url')

function forgetOldest() {
  let bytes = [...entries.values()].reduce((sum, { size }) => sum + size, 0)
  for (const [key, { size }] of entries) {
    if (entries.size <= maxEntries && bytes <= maxBytes) return
    entries.delete(key)
    bytes -= size
  }
}

function keep(key: string, size: number) {
  const entry = entries.get(key)
  if (entry) entry.size = size
  if (size > largestKept) entries.delete(key)
  forgetOldest()
}

function refuse(key: string, error: unknown) {
  entries.delete(key)
  if (error instanceof Busy) return
  refused.set(key, Date.now() + refusal)
  for (const oldest of refused.keys()) if (refused.size > maxRefused) refused.delete(oldest)
}

function make(key: string, template: string, data: object) {
  const entry = { pdf: renderPdf(template, data), size: 0 }
  entry.pdf.then((pdf) => keep(key, pdf.length), (error: unknown) => refuse(key, error))
  return entry
}

/** Throws 503 for a document that could not be made less than ten minutes ago. */
function refuseAgain(key: string) {
  const seconds = Math.ceil(((refused.get(key) ?? 0) - Date.now()) / 1_000)
  if (seconds > 0) throw new HttpError(503, 'Ce document n’a pas pu être préparé. Réessayez dans dix minutes\u00a0; si cela se reproduit, écrivez-le à la mission académique.', seconds)
  refused.delete(key)
}

/** The PDF of these data, made once for all who ask at the same time, and kept while there is room. */
export async function cachedPdf(key: string, template: string, data: object): Promise<Uint8Array> {
  refuseAgain(key)
  const entry = entries.get(key) ?? make(key, template, data)
  entries.delete(key)
  entries.set(key, entry)
  return entry.pdf
}
