import type { Request, Response } from 'express'
import { cachedPdf, documentKey } from './cache.ts'

type PdfDocument = { template: string; data: object; fileName: string; isPublic: boolean }

/** Sends a PDF as a download; who has it already is told so without making it again. */
export async function sendPdf(req: Request, res: Response, { template, data, fileName, isPublic }: PdfDocument) {
  const key = documentKey(template, data)
  res.set({ 'Cache-Control': `${isPublic ? 'public' : 'private'}, no-cache`, ETag: `"${key}"`, 'X-Content-Type-Options': 'nosniff' })
  if (req.fresh) {
    res.status(304).end()
    return
  }
  const pdf = await cachedPdf(key, template, data)
  res.attachment(fileName).type('application/pdf').send(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength))
}
