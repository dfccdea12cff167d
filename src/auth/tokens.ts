import { randomBytes } from 'node:crypto'
import { hashToken } from './invitations.ts'

/** A personal link's secret, for the mail, and its hash, which alone is kept. */
export function newToken() {
  const token = randomBytes(32).toString('base64url')
  return { token, tokenHash: hashToken(token) }
}

export const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000)
