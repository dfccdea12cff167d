import { createHash } from 'node:crypto'
import { db, type Tx } from '../db.ts'
import { idleSeconds } from './session.ts'

type Row = { sid: string; expire: Date; startedAt: string | null; userAgent: string | null }

/** How a page names a session: its id, which opens it, never leaves the cookie. */
export const sessionKey = (sid: string) => createHash('sha256').update(`session ${sid}`).digest('hex').slice(0, 32)

/** The sessions of a person that are still open, the last used first. */
export async function listSessions(userId: string) {
  const rows = await db.$queryRaw<Row[]>`
    SELECT sid, expire, sess ->> 'startedAt' AS "startedAt", sess ->> 'userAgent' AS "userAgent" FROM sessions
    WHERE sess -> 'passport' ->> 'user' = ${userId} AND expire > now() ORDER BY expire DESC, sid`
  return rows.map(({ sid, expire, startedAt, userAgent }) => ({
    sid,
    key: sessionKey(sid),
    startedAt: startedAt ? new Date(startedAt) : null,
    // Each request puts off the end of its session.
    seenAt: new Date(expire.getTime() - idleSeconds * 1_000),
    userAgent: userAgent ?? '',
  }))
}
export type OpenSession = Awaited<ReturnType<typeof listSessions>>[number]

/** Ends the sessions of a person at once, but the one that is kept; gives how many. */
export const closeSessions = (tx: Tx, userId: string, keptSid = '') =>
  tx.$executeRaw`DELETE FROM sessions WHERE sess -> 'passport' ->> 'user' = ${userId} AND sid <> ${keptSid}`
