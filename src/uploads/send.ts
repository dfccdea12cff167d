import type { Response } from 'express'
import { attachmentHeader } from './names.ts'

type Stored = { fileName: string; mediaType: string; sha256: string; content: Uint8Array }

/** Sends a file that somebody gave: always saved, never shown nor run by the browser, whatever it holds. */
export function sendStored(res: Response, { fileName, mediaType, sha256, content }: Stored) {
  res.set({
    'Content-Disposition': attachmentHeader(fileName),
    'Content-Type': mediaType,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, no-store',
    ETag: `"${sha256}"`,
  })
  res.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}
