import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Stamp } from './queries.ts'

type Sent = { type: string; fileName: string; stamp: Stamp; text: () => Promise<string> }

// Raised when what a feed says of an action changes: readers then take it again.
const format = 2
const seconds = 300

// Routes know neither the case of a path nor a slash at its end.
const pathOf = ({ path }: Request) => path.toLowerCase().replace(/\/$/, '')

/** Sends a feed, the same for everybody: nothing is read of it for who has it already. */
export async function sendFeed(req: Request, res: Response, { type, fileName, stamp, text }: Sent) {
  const tag = createHash('sha256').update(`${format} ${pathOf(req)} ${stamp.tag}`).digest('base64url').slice(0, 27)
  res.removeHeader('Vary')
  res.set({ 'Content-Type': `${type}; charset=utf-8`, 'Content-Disposition': `inline; filename="${fileName}"`, 'Cache-Control': `public, max-age=${seconds}`, ETag: `"${tag}"` })
  if (stamp.changedAt) res.set('Last-Modified', stamp.changedAt.toUTCString())
  if (req.fresh) res.status(304).end()
  else res.send(await text())
}
