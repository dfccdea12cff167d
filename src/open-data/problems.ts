import type { ErrorRequestHandler, Response } from 'express'
import type { z } from 'zod'
import { HttpError, Moved } from '../errors.ts'
import { addressOf } from '../web/address.ts'
import { answerTo } from '../web/error-handler.ts'
import { joinList } from '../web/view-helpers.ts'
import { documentationPath } from './paths.ts'
import type { problemSchema } from './envelopes.ts'

type Refusal = { parameter: string; detail: string }

/** What an address asks for is refused: each parameter, and why. */
export class RefusedParameters extends HttpError {
  readonly refusals: Refusal[]
  constructor(refusals: Refusal[]) {
    super(400, refusals.map(({ parameter, detail }) => `«\u00a0${parameter}\u00a0» ${detail}.`).join(' '))
    this.refusals = refusals
  }
}

export const refuseParameter = (parameter: string, detail: string) => new RefusedParameters([{ parameter, detail }])

/** A text of the address, short enough to be repeated. */
const shown = (value: string) => (value.length > 40 ? `${value.slice(0, 40)}…` : value)

function refusalOf(name: string, value: unknown, schema: z.ZodObject): Refusal[] {
  const known = Object.keys(schema.shape)
  if (!known.includes(name)) return [{ parameter: shown(name), detail: `n’est pas un paramètre d’ici\u00a0: ${known.length > 0 ? `les paramètres sont ${joinList(known)}` : 'cette adresse n’en prend pas'}` }]
  return Array.isArray(value) ? [{ parameter: name, detail: 'est donné plusieurs fois\u00a0: gardez-en un seul' }] : []
}

const refusedAtMost = 10

/** The parameters of an address as the schema reads them. Throws RefusedParameters, which names each wrong one. */
export function readParameters<Schema extends z.ZodObject>(schema: Schema, query: Record<string, unknown>): z.output<Schema> {
  const refusals = Object.entries(query).flatMap(([name, value]) => refusalOf(name, value, schema))
  if (refusals.length > 0) throw new RefusedParameters(refusals.slice(0, refusedAtMost))
  const read = schema.safeParse({ ...query })
  if (read.success) return read.data
  const sentences = Map.groupBy(read.error.issues, ({ path }) => String(path[0]))
  throw new RefusedParameters([...sentences].map(([name, [issue]]) => ({ parameter: name, detail: issue?.message ?? '' })))
}

const titles: Record<number, string> = { 400: 'Demande illisible', 404: 'Rien à cette adresse', 405: 'Méthode refusée', 503: 'Portail momentanément indisponible' }

/** An answer that says what is wrong (RFC 9457). */
export function sendProblem(res: Response, error: HttpError) {
  const problem: z.output<typeof problemSchema> = {
    type: addressOf(`${documentationPath}#erreurs`),
    title: titles[error.status] ?? 'Une erreur est survenue',
    status: error.status,
    detail: error.message,
    ...(error instanceof RefusedParameters && { errors: error.refusals }),
    ...(error.status >= 500 && { reference: res.req.reference }),
  }
  if (error.retryAfter !== null) res.set('Retry-After', String(error.retryAfter))
  res.status(error.status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(problem))
}

export const problemHandler: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error)
  if (error instanceof Moved) return res.set('Cache-Control', 'no-store').redirect(301, error.path)
  sendProblem(res, answerTo(error, req))
}
