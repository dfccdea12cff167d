import type { Request, RequestHandler, Response } from 'express'
import multer, { MulterError } from 'multer'
import { badRequest, HttpError } from '../errors.ts'
import { refuseNullCharacters } from '../web/guards.ts'
import { log } from '../web/log.ts'
import { watchBody } from './flow.ts'
import { largestFile, readUpload, refusals, type Upload } from './read.ts'

/** Files that memory holds at a time: in all, and of one person. */
const mostAtOnce = 8
const mostOfOne = 2
const senders: string[] = []

const reader = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: largestFile, files: 1, fields: 10, parts: 11, fieldSize: 20_000, fieldNameSize: 60, fieldNestingDepth: 0, headerPairs: 20 },
  // Browsers name files in UTF-8.
  defParamCharset: 'utf8',
})

const run = (handler: RequestHandler, req: Request, res: Response) =>
  new Promise<void>((resolve, reject) => {
    void handler(req, res, (error?: unknown) => (error === undefined || error === null ? resolve() : reject(error)))
  })

/** What the visitor can put right by choosing another file. */
const sentences: Record<string, string> = { LIMIT_FILE_SIZE: refusals.tooBig, LIMIT_FILE_COUNT: refusals.several }

/** The sentence for what multer refused; what is no fault of the file is a request that nobody's form sends, or that was cut. */
function refusalOf(req: Request, error: unknown): string {
  const sentence = error instanceof MulterError ? sentences[error.code] : undefined
  if (sentence) return sentence
  log.info({ reference: req.reference, reason: error instanceof MulterError ? error.code : req.readableAborted ? 'cut' : 'unreadable' }, 'upload refused')
  throw badRequest('Le portail n’a pas reçu ce fichier en entier. Rechargez la page et recommencez.')
}

/** Reads the body, as far as it is worth reading; gives the sentence that refuses it, or "". */
async function readBody(req: Request, res: Response, name: string) {
  const isEndless = watchBody(req, res)
  const read = run(reader.single(name), req, res).then(() => '', (error: unknown) => refusalOf(req, error))
  const first = await Promise.race([read, isEndless.then(() => refusals.tooBig)])
  // What multer says of a connection that was closed in its middle has been answered.
  read.catch(() => undefined)
  return first
}

/** Keeps a place for a file while it is read. Throws 503 when all are taken. */
async function inItsPlace<T>(req: Request, res: Response, read: () => Promise<T>): Promise<T> {
  const sender = req.user?.id ?? ''
  if (senders.length >= mostAtOnce || senders.filter((one) => one === sender).length >= mostOfOne) {
    void watchBody(req, res, 0)
    throw new HttpError(503, 'Le portail reçoit plusieurs fichiers en ce moment. Attendez une minute, puis envoyez le vôtre de nouveau.', 60)
  }
  senders.push(sender)
  return read().finally(() => senders.splice(senders.indexOf(sender), 1))
}

/**
 * Reads the body of a form with one file, under that name, once the page has checked who sends it: nobody else's body is kept in memory.
 * The other fields are then in `req.body`, those that come before the file whatever happens to it. Throws 400 when the body is unreadable or cut,
 * 503 when too many files come at once.
 */
export async function receiveUpload(req: Request, res: Response, name: string): Promise<Upload> {
  const sent = await receiveBytes(req, res, name)
  return 'content' in sent ? readUpload(sent.name, sent.content) : sent
}

/** The same, whatever the file holds: who asks for it reads it as text of their own. */
export async function receiveBytes(req: Request, res: Response, name: string): Promise<{ refusal: string } | { name: string; content: Buffer }> {
  const refusal = await inItsPlace(req, res, () => readBody(req, res, name))
  await run(refuseNullCharacters, req, res)
  if (refusal) return { refusal }
  return req.file ? { name: req.file.originalname, content: req.file.buffer } : { refusal: refusals.nothing }
}
