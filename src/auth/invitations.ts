import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '../db.ts'

export const invitationHours = 72

/** Only the hash is kept: whoever reads the database opens no account. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

/** Gives an account a single-use link of 72 hours, as a path of the portal: to a seat, or only to the account. The earlier unused links to the same die. */
export async function createInvitation(tx: Tx, userId: string, copilotId: string | null = null): Promise<string> {
  await tx.invitation.deleteMany({ where: { userId, copilotId, usedAt: null } })
  const token = randomBytes(32).toString('base64url')
  await tx.invitation.create({ data: { userId, copilotId, tokenHash: hashToken(token), expiresAt: new Date(Date.now() + invitationHours * 3_600_000) } })
  return `/invitations/${token}`
}
