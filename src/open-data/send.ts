import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Request, RequestHandler, Response } from 'express'
import { HttpError } from '../errors.ts'
import { license } from './envelopes.ts'
import { apiPath, documentationPath } from './paths.ts'
import { sendProblem } from './problems.ts'

/** How long an answer is good without asking again. */
const seconds = 300
const methods = 'GET, HEAD, OPTIONS'

type Link = { rel: string; href: string | null; type?: string }

/** Names what goes with an answer (RFC 8288). */
export function addLinks(res: Response, links: Link[]) {
  for (const { rel, href, type } of links) if (href !== null) res.append('Link', `<${href}>; rel="${rel}"${type ? `; type="${type}"` : ''}`)
}

/** Any site may read these addresses, with any page of it, and none may write: they know no session. */
export const openToAll: RequestHandler = (req, res, next) => {
  res.removeHeader('Vary')
  res.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag, Link', 'Cross-Origin-Resource-Policy': 'cross-origin' })
  addLinks(res, [{ rel: 'license', href: license.url }, { rel: 'service-desc', href: `${apiPath}/openapi.json`, type: 'application/json' }, { rel: 'service-doc', href: documentationPath, type: 'text/html' }])
  if (req.method === 'GET' || req.method === 'HEAD') return next()
  res.set('Allow', methods)
  if (req.method !== 'OPTIONS') return sendProblem(res, new HttpError(405, `Ces données se lisent et ne s’écrivent pas\u00a0: employez GET au lieu de ${req.method}.`))
  res.set({ 'Access-Control-Allow-Methods': methods, 'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, Content-Type', 'Access-Control-Max-Age': '86400' }).status(204).end()
}

const keep = (res: Response, type: string) => res.set({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': `public, max-age=${seconds}, must-revalidate` })

/** Sends a whole text; nothing of it to who has it already. */
export function sendText(req: Request, res: Response, type: string, text: string) {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 27)
  keep(res, type).set('ETag', `"${tag}"`)
  if (req.fresh) res.status(304).end()
  else res.send(text)
}

export const sendJson = (req: Request, res: Response, body: unknown, type = 'application/json') => sendText(req, res, type, JSON.stringify(body))

/** Characters gathered before a text is sent as it comes, in constant memory, without a tag. */
const gathered = 1_000_000

async function sendOn(res: Response, begun: string, iterator: AsyncIterator<string>, next: IteratorResult<string>) {
  res.write(begun)
  let piece = next
  while (!piece.done && !res.destroyed) {
    if (!res.write(piece.value)) await Promise.race([once(res, 'drain'), once(res, 'close')])
    piece = await iterator.next()
  }
  await iterator.return?.()
  res.end()
}

/** Sends a file as its pieces come: one of usual size with its tag, a long one cut short if it fails once begun. */
export async function sendPieces(req: Request, res: Response, type: string, pieces: AsyncIterable<string>) {
  const iterator = pieces[Symbol.asyncIterator]()
  let begun = ''
  let next = await iterator.next()
  while (!next.done && begun.length < gathered) {
    begun += next.value
    next = await iterator.next()
  }
  if (next.done) return sendText(req, res, type, begun)
  await sendOn(keep(res, type), begun, iterator, next)
}
