import type { RequestHandler } from 'express'
import { badRequest } from '../errors.ts'

const hasNull = (value: unknown): boolean =>
  typeof value === 'string' ? value.includes('\0') : Array.isArray(value) ? value.some(hasNull) : false

// PostgreSQL refuses this character in any text: met here, it is the visitor's mistake and not a failure of the portal.
export const refuseNullCharacters: RequestHandler = (req, _res, next) => {
  const values = [...Object.values(req.query), ...Object.entries(req.body ?? {}).flat(), decodeURIComponent(req.path)]
  next(values.some(hasNull) ? badRequest('Cette demande contient un caractère interdit. Retirez-le et recommencez.') : undefined)
}
