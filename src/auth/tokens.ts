import { randomBytes } from 'node:crypto'
import { oneDay } from '../school-year.ts'
import { hashToken } from './invitations.ts'

/** A personal link's secret, for the mail, and its hash, which alone is kept. */
export function newToken() {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

/** Days within which a message of the public is to be confirmed; past them it goes. */
export const confirmationDays = 3

/** Before this instant, what nobody has confirmed is past its time. */
export const oldestUnconfirmed = (now = new Date()) => new Date(now.getTime() - confirmationDays * oneDay)

export const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000)
