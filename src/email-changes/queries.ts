import { hashToken } from '../auth/invitations.ts'
import { db } from '../db.ts'

/** The change that this token confirms, with its person and the side that it confirms, or null. */
export async function findEmailChange(token: string) {
  const hash = hashToken(token)
  const change = await db.emailChange.findFirst({ where: { OR: [{ oldTokenHash: hash }, { newTokenHash: hash }] }, include: { user: true }, orderBy: { id: 'asc' } })
  return change && { ...change, side: change.oldTokenHash === hash ? ('old' as const) : ('new' as const) }
}
export type FoundEmailChange = NonNullable<Awaited<ReturnType<typeof findEmailChange>>>
