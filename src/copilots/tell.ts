import type { Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import { notify, type Message, type Recipient } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients, recipientOf } from '../notifications/recipients.ts'

type Holder = { userId: string | null }

/** The people of these seats, at their present address. */
export async function recipientsOf(tx: Tx, holders: Holder[]): Promise<Recipient[]> {
  const ids = holders.flatMap(({ userId }) => userId ?? [])
  const users = await tx.user.findMany({ where: { id: { in: ids }, isActive: true }, orderBy: { email: 'asc' } })
  return users.map(recipientOf)
}

/** Tells these people, but not who did it. */
export async function tellSome(tx: Tx, actor: Actor | null, event: string, people: Recipient[], message: Message) {
  const author = actor ? await tx.user.findUnique({ where: { id: actor.id }, select: { email: true } }) : null
  await notify(tx, event, people.filter(({ email }) => email !== author?.email), message)
}

/** Tells the mission, those who hold a seat today and `others`, but not who did it. */
export async function tellPeople(tx: Tx, actor: Actor | null, cleeId: string, event: string, message: Message, others: Holder[] = []) {
  const people = [...(await missionRecipients(tx)), ...(await copilotRecipients(tx, cleeId)), ...(await recipientsOf(tx, others))]
  await tellSome(tx, actor, event, people, message)
}
