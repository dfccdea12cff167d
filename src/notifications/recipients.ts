import type { Tx } from '../db.ts'
import { today } from '../school-year.ts'
import type { Recipient } from './notify.ts'

/** The people of the mission académique. */
export async function missionRecipients(tx: Tx): Promise<Recipient[]> {
  const users = await tx.user.findMany({ where: { role: 'mission', isActive: true }, orderBy: { email: 'asc' } })
  return users.map((user) => ({ email: user.email, name: `${user.firstName} ${user.lastName}` }))
}

/** The co-pilots of a CLEE who hold their seat today, its last day included. */
export async function copilotRecipients(tx: Tx, cleeId: string): Promise<Recipient[]> {
  const day = today()
  const copilots = await tx.copilot.findMany({
    where: { cleeId, acceptedAt: { not: null }, startsOn: { lte: day }, OR: [{ endsOn: null }, { endsOn: { gte: day } }], user: { isActive: true } },
    include: { user: true },
    orderBy: { startsOn: 'asc' },
  })
  return copilots.flatMap(({ user }) => (user ? [{ email: user.email, name: `${user.firstName} ${user.lastName}` }] : []))
}
