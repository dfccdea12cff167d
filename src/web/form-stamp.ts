import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

/** Milliseconds between which a person fills a form in. */
const fastest = 3_000
const oldest = 24 * 3_600_000

const sign = (secret: string, time: string) => createHmac('sha256', secret).update(`form ${time}`).digest('base64url')
const secretOf = (req: Request) => String(req.app.get('form secret'))

/**
 * When a form was shown, signed: the same for whoever asks at that moment.
 * It slows robots down and counts nothing: a stamp serves as often as one likes for a day, and the limits of the throttles (by mailbox, by network) bound what is sent with it.
 * To bind it to a visitor would take a cookie, or an address that telephones change as they move.
 */
export function stampForm(req: Request, at = Date.now()) {
  const time = at.toString(36)
  return `${time}.${sign(secretOf(req), time)}`
}

/** The moment that a stamp tells; null when it is not one of ours. */
function readStamp(req: Request, stamp: unknown) {
  const [, time = '', signature = ''] = typeof stamp === 'string' ? (/^([\da-z]{1,12})\.([\w-]{43})$/.exec(stamp) ?? []) : []
  const expected = Buffer.from(sign(secretOf(req), time))
  const given = Buffer.from(signature)
  return expected.length === given.length && timingSafeEqual(expected, given) ? parseInt(time, 36) : null
}

const lost = 'Cette page était ouverte depuis trop longtemps. Rien n’est perdu : relisez votre message, puis envoyez-le.'

/** Why a form that comes back is not taken for a person's: too old, or sent too fast; null when it is. */
export function stampRefusal(req: Request, stamp: unknown): string | null {
  const at = readStamp(req, stamp)
  const age = at === null ? Infinity : Date.now() - at
  if (age > oldest || age < -oldest) return lost
  return age < fastest ? 'Ce message est parti très vite, comme ceux des robots. Rien n’est perdu : relisez-le quelques secondes, puis envoyez-le.' : null
}

/** The stamp of a form shown again: the same as long as it serves, so that its time goes on. */
export const keepStamp = (req: Request, stamp: unknown) => {
  const at = readStamp(req, stamp)
  return stampForm(req, at !== null && Date.now() - at < oldest ? at : Date.now())
}
