import { createHash } from 'node:crypto'
import { renderPdf } from './render.ts'

const maxEntries = 200
const maxBytes = 40_000_000

/** The oldest use first; a size is 0 while the document is being made. */
const entries = new Map<string, { pdf: Promise<Uint8Array>; size: number }>()

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

function make(key: string, template: string, data: object) {
  const entry = { pdf: renderPdf(template, data), size: 0 }
  entry.pdf.then(
    (pdf) => {
      entry.size = pdf.length
      forgetOldest()
    },
    // What failed is tried again by the next who asks.
    () => entries.delete(key),
  )
  return entry
}

/** The PDF of these data, made once for all who ask at the same time, and kept while there is room. */
export function cachedPdf(key: string, template: string, data: object): Promise<Uint8Array> {
  const entry = entries.get(key) ?? make(key, template, data)
  entries.delete(key)
  entries.set(key, entry)
  return entry.pdf
}
