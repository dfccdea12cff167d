import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Request, Response } from 'express'

/** How long an answer is good without asking again. */
const seconds = 300

const keep = (res: Response, type: string) => res.set({ 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': `public, max-age=${seconds}, must-revalidate` })

/** Sends a whole text; nothing of it to who has it already. */
export function sendText(req: Request, res: Response, type: string, text: string) {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 27)
  keep(res, type).set('ETag', `"${tag}"`)
  if (req.fresh) res.status(304).end()
  else res.send(text)
}

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
