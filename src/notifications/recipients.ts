import type { Tx } from '../db.ts'
import type { Recipient } from './notify.ts'

/** The people of the mission académique. */
export async function missionRecipients(tx: Tx): Promise<Recipient[]> {
  const users = await tx.user.findMany({ where: { role: 'mission', isActive: true }, orderBy: { email: 'asc' } })
  return users.map((user) => ({ email: user.email, name: `${user.firstName} ${user.lastName}` }))
}

/** The co-pilots of a CLEE who have taken up their seat and have not left it. */
export async function copilotRecipients(tx: Tx, cleeId: string): Promise<Recipient[]> {
  const copilots = await tx.copilot.findMany({
    where: { cleeId, acceptedAt: { not: null }, endsOn: null, user: { isActive: true } },
    include: { user: true },
    orderBy: { startsOn: 'asc' },
  })
  return copilots.flatMap(({ user }) => (user ? [{ email: user.email, name: `${user.firstName} ${user.lastName}` }] : []))
}
