import { audit, type Actor } from '../audit/audit.ts'
import { closeSessions, type OpenSession } from '../auth/open-sessions.ts'
import { db } from '../db.ts'

/** Ends one session of the person; one that has ended already changes nothing. */
export const closeSession = (actor: Actor, { sid }: OpenSession) =>
  db.$transaction(async (tx) => {
    const count = await tx.$executeRaw`DELETE FROM sessions WHERE sid = ${sid} AND sess -> 'passport' ->> 'user' = ${actor.id}`
    if (count > 0) await audit(tx, actor, 'session.end', { id: actor.id, name: actor.name }, { sessions: count })
  })

/** Ends every session of the person but this one; gives how many. */
export const closeOtherSessions = (actor: Actor, keptSid: string) =>
  db.$transaction(async (tx) => {
    const count = await closeSessions(tx, actor.id, keptSid)
    if (count > 0) await audit(tx, actor, 'session.end', { id: actor.id, name: actor.name }, { sessions: count })
    return count
  })
