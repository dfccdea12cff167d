import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { conflict, FieldError, Gone, HttpError, Moved, notFound } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { log } from './log.ts'
import { previousPage } from './previous-page.ts'

const headings: Record<number, string> = {
  400: 'Demande illisible',
  403: 'Accès refusé',
  404: 'Page introuvable',
  409: 'Ce n’est pas possible en l’état',
  410: 'Ce lien ne sert plus',
  413: 'Envoi trop volumineux',
  422: 'Demande refusée',
  429: 'Trop d’essais',
  503: 'Le portail est momentanément indisponible',
}

const awayCodes = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'])
const awaySystemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', '57P01', '57P02', '57P03', '08006', '08001', '53300'])
const awayMessages = /Query read timeout|not queryable|timeout exceeded when trying to connect|Connection terminated|Can't reach database|canceling statement due to statement timeout|Transaction API error|Unable to start a transaction|timeout expired/i

/** Whether an error means that the database can't answer now, and may later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (awayCodes.has(code) || awaySystemCodes.has(code)) return true
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true
  if (code.startsWith('P2') && awaySystemCodes.has(originalCode(error))) return true
  return awayMessages.test(error.message) || isDatabaseAway(error.cause)
}

function originalCode(error: Error): string {
  const meta = 'meta' in error ? JSON.stringify(error.meta) : ''
  return /"originalCode":"(\w+)"/.exec(meta)?.[1] ?? ''
}

const bodyErrors: Record<string, HttpError> = {
  'entity.too.large': new HttpError(413, 'Ce que vous envoyez dépasse la taille permise. Raccourcissez-le, puis recommencez.'),
  'parameters.too.many': new HttpError(413, 'Ce formulaire contient trop de valeurs. Envoyez-le en plusieurs fois.'),
}

function toHttpError(error: unknown): HttpError | null {
  if (error instanceof HttpError) return error
  // A button that stands in no form: its refusal has no field to stand beside.
  if (error instanceof FieldError) return new HttpError(422, error.message)
  if (isDatabaseAway(error)) return new HttpError(503, 'La base de données ne répond pas. Réessayez dans quelques instants : ce qui était enregistré n’est pas perdu.', 10)
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2023') return notFound()
  // Two writes waited for each other: the database let one through.
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2034') return conflict('Quelqu’un modifiait la même chose au même moment. Revenez à la page précédente et recommencez.')
  if (error instanceof URIError) return new HttpError(400, 'Cette adresse est illisible. Vérifiez-la, ou repartez de l’accueil.')
  if (error instanceof Error && ('type' in error || 'status' in error)) return bodyErrors['type' in error ? String(error.type) : ''] ?? badBody(error)
  return null
}

const badBody = (error: Error) =>
  'status' in error && Number(error.status) < 500 ? new HttpError(400, 'Le portail n’a pas pu lire ce formulaire. Rechargez la page et recommencez.') : null

function backOf(req: Request, error: HttpError) {
  if (error instanceof Gone) return error.back
  const href = req.method === 'POST' ? previousPage(req) : null
  return href ? { href, label: 'Revenir à la page précédente' } : null
}

const headingOf = (error: HttpError) => (error instanceof Gone ? 'Supprimé entre-temps' : (headings[error.status] ?? 'Une erreur est survenue'))

function renderError(req: Request, res: Response, error: HttpError) {
  res.status(error.status)
  if (error.retryAfter !== null) res.set('Retry-After', String(error.retryAfter))
  res.set('Cache-Control', 'no-store')
  res.render('errors/error', {
    title: headingOf(error),
    heading: headingOf(error),
    status: error.status,
    sentence: error.message,
    reference: req.reference,
    back: backOf(req, error),
  })
}

export const unknownPage: RequestHandler = (_req, _res, next) => next(notFound())

/** What the visitor is answered, and what is logged of it when the portal is at fault. */
export function answerTo(error: unknown, req: Request): HttpError {
  const answer = toHttpError(error) ?? new HttpError(500, 'Le portail a rencontré une erreur. Si elle se reproduit, communiquez cette référence à la mission académique.')
  if (answer.status >= 500) log.error({ reference: req.reference, error: describe(error) }, isDatabaseAway(error) ? 'database away' : answer.status === 503 ? 'refused for a while' : 'unexpected error')
  return answer
}

export const errorHandler: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error)
  // Not kept by browsers: an address may be taken back.
  if (error instanceof Moved) return res.set('Cache-Control', 'no-store').redirect(301, error.path)
  renderError(req, res, answerTo(error, req))
}

// Prisma's message repeats the values of the query: only its code and the stack's places are logged.
function describe(error: unknown) {
  if (!(error instanceof Error)) return { name: typeof error }
  const isPrisma = error.name.startsWith('Prisma')
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12)
  return { name: error.name, code: 'code' in error ? error.code : undefined, message: isPrisma ? undefined : error.message, places }
}
