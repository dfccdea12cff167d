import { db, type Tx } from '../db.ts'
import { eachOnce, type Recipient } from '../notifications/notify.ts'
import { recipientOf } from '../notifications/recipients.ts'
import { heldOnDay, today } from '../school-year.ts'

/** Who receives the letter of a year: the co-pilots of the CLEEs that are open, and the coordinators of the bassins in that year; each once. */
export async function letterRecipients(schoolYear: string, tx: Tx | typeof db = db): Promise<Recipient[]> {
  const people = { isActive: true, deletedAt: null }
  const inOpenClee = { ...heldOnDay(today()), clee: { status: { notIn: ['draft' as const, 'closed' as const] } } }
  const users = await tx.user.findMany({
    where: { ...people, OR: [{ copilotSeats: { some: inOpenClee } }, { role: 'coordinator', coordinations: { some: { schoolYear } } }] },
    orderBy: { email: 'asc' },
  })
  return eachOnce(users.map(recipientOf))
}
