import { hashToken } from '../auth/invitations.ts'
import { db } from '../db.ts'

/** The invitation of this token with its person and the seat that it offers, or null. */
export const findInvitation = (token: string) =>
  db.invitation.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true, copilot: { include: { clee: true, organisation: true } } },
  })
export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>
