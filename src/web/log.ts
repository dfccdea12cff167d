import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import { pino } from 'pino'
import { config } from '../config.ts'

export const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })

declare global {
  namespace Express {
    interface Request {
      /** Shown on the error page and written with each line of the log. */
      reference: string
    }
  }
}

const quiet = /^\/(assets\/|healthz|readyz)/

// 32 random bytes in base64url: capitals tell them from the long names of CLEEs.
const token = /\/(?=[^/]*[A-Z_])[\w-]{40,}/g

/** The path as logged: without its query, which may hold what somebody searched, and without the tokens of personal links, whole or cut. */
export const loggedPath = (url: string) =>
  url.replace(/\?.*$/s, '').replace(/^\/+(invitations|mot-de-passe|demande-de-compte|compte\/adresse|participer\/suivi)\/(?!envoi$)[^/]+/i, (_, name: string) => `/${name.toLowerCase()}/…`).replace(token, '/…')

/** One line a request, when its answer has left. */
export const requestLog: RequestHandler = (req, res, next) => {
  const startedAt = performance.now()
  req.reference = randomBytes(5).toString('hex').toUpperCase()
  res.on('close', () => {
    const line = {
      reference: req.reference,
      method: req.method,
      path: loggedPath(req.originalUrl),
      status: res.statusCode,
      milliseconds: Math.round(performance.now() - startedAt),
      user: req.user?.id,
    }
    if (quiet.test(line.path)) log.debug(line, 'request')
    else log.info(line, 'request')
  })
  next()
}
