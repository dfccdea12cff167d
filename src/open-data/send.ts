import type { Request, RequestHandler, Response } from 'express'
import { HttpError } from '../errors.ts'
import { sendText } from '../web/send-text.ts'
import { license } from './envelopes.ts'
import { apiPath, documentationPath } from './paths.ts'
import { sendProblem } from './problems.ts'

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

export const sendJson = (req: Request, res: Response, body: unknown) => sendText(req, res, 'application/json', JSON.stringify(body))
