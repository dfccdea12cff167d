import type { Tx } from '../db.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { fullName } from '../text.ts'
import { heldOnDay, today } from '../school-year.ts'
import type { Recipient } from './notify.ts'

/** Somebody as a mail is addressed to them. */
export const recipientOf = (person: { email: string; firstName: string; lastName: string }): Recipient => ({ email: person.email, name: fullName(person) })

/** The people of the mission académique. */
export async function missionRecipients(tx: Tx): Promise<Recipient[]> {
  const users = await tx.user.findMany({ where: { role: 'mission', isActive: true }, orderBy: { email: 'asc' } })
  return users.map(recipientOf)
}

/** The co-pilots of a CLEE who hold their seat today, its last day included. */
export const copilotRecipients = (tx: Tx, cleeId: string) => seatRecipients(tx, { cleeId })

/** Those of one side. */
export const sideRecipients = (tx: Tx, cleeId: string, side: CopilotSide) => seatRecipients(tx, { cleeId, side })

async function seatRecipients(tx: Tx, where: { cleeId: string; side?: CopilotSide }): Promise<Recipient[]> {
  const day = today()
  const copilots = await tx.copilot.findMany({
    where: { ...where, ...heldOnDay(day), user: { isActive: true } },
    include: { user: true },
    orderBy: { startsOn: 'asc' },
  })
  return copilots.flatMap(({ user }) => (user ? [recipientOf(user)] : []))
}
