import { hashToken } from '../auth/invitations.ts'
import { db } from '../db.ts'

/** The reset of this token with its person, or null. */
export const findReset = (token: string) => db.passwordReset.findUnique({ where: { tokenHash: hashToken(token) }, include: { user: true } })
export type FoundReset = NonNullable<Awaited<ReturnType<typeof findReset>>>
