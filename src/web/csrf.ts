import type { RequestHandler } from 'express'
import { HttpError } from '../errors.ts'

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses writes that another site's page makes a browser send. Browsers name the origin; a write with a cookie and no origin is refused too. */
export const refuseCrossSite =
  (publicOrigin: string): RequestHandler =>
  (req, _res, next) => {
    if (reads.has(req.method)) return next()
    const site = req.get('Sec-Fetch-Site')
    const origin = req.get('Origin')
    const isOurs = site ? site === 'same-origin' : origin ? origin === publicOrigin : !req.get('Cookie')
    if (isOurs) return next()
    next(new HttpError(403, 'Cette demande ne vient pas d’une page du portail. Ouvrez le portail et recommencez.'))
  }
