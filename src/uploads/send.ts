import type { Request, Response } from 'express'
import { attachmentHeader } from './names.ts'

type Stored = { fileName: string; mediaType: string; sha256: string; content: Uint8Array }

// Always saved, never shown nor run by the browser, whatever it holds.
const confine = (res: Response, { fileName, mediaType, sha256 }: Omit<Stored, 'content'>) =>
  res.set({
    'Content-Disposition': attachmentHeader(fileName),
    'Content-Type': mediaType,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    ETag: `"${sha256}"`,
  })

/** Sends a file that somebody gave, to who may read it. */
export function sendStored(res: Response, stored: Stored) {
  const { content } = stored
  confine(res, stored).set('Cache-Control', 'private, no-store')
  res.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}

/** Sends a file that anybody may read: who has it already is told so, and its content is not read. */
export async function sendPublished(req: Request, res: Response, stored: Omit<Stored, 'content'>, readContent: () => Promise<Uint8Array>) {
  confine(res, stored).set('Cache-Control', 'public, no-cache')
  if (req.fresh) {
    res.status(304).end()
    return
  }
  const content = await readContent()
  res.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}
