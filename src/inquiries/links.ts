import { hashToken } from '../auth/invitations.ts'
import { newToken } from '../auth/tokens.ts'
import type { Tx } from '../db.ts'

/** Days within which an inquiry is to be confirmed; past them it goes. */
export const confirmationDays = 3

export const threadPath = (token: string) => `/participer/suivi/${token}`

/** A personal link to the thread of an inquiry, for a mail: each has its own, and only their hashes are kept. */
export async function newLink(tx: Tx, inquiryId: string, createdAt = new Date()) {
  const { token, tokenHash } = newToken()
  await tx.inquiryLink.create({ data: { inquiryId, tokenHash, createdAt } })
  return threadPath(token)
}

export const whereLink = (token: string) => ({ links: { some: { tokenHash: hashToken(token) } } })
