import type { Tx } from '../db.ts'
import { missionRecipients, recipientOf } from '../notifications/recipients.ts'
import type { Recipient } from '../notifications/notify.ts'
import { answeringCoordinators, answeringSeats } from './answering.ts'

type Asked = { cleeId: string | null; bassinId: string | null; ownerId: string | null }

const copilots = (tx: Tx, cleeId: string) => tx.user.findMany({ where: { isActive: true, copilotSeats: { some: { cleeId, ...answeringSeats() } } }, orderBy: { email: 'asc' } })
const coordinators = (tx: Tx, bassinIds: string[]) => tx.user.findMany({ where: { isActive: true, coordinations: { some: { bassinId: { in: bassinIds }, ...answeringCoordinators() } } }, orderBy: { email: 'asc' } })

async function findPeople(tx: Tx, { cleeId, bassinId }: Asked) {
  const seated = cleeId ? await copilots(tx, cleeId) : []
  if (seated.length > 0) return seated
  const bassins = cleeId ? await tx.cleeBassin.findMany({ where: { cleeId }, select: { bassinId: true }, orderBy: { bassinId: 'asc' } }) : bassinId ? [{ bassinId }] : []
  return coordinators(tx, bassins.map((bassin) => bassin.bassinId))
}

/** Who is told of an inquiry that nobody has in charge: the co-pilots asked, else the coordinators, else the mission. */
export async function askedPeople(tx: Tx, asked: Asked): Promise<Recipient[]> {
  const people = await findPeople(tx, asked)
  return people.length > 0 ? people.map(recipientOf) : missionRecipients(tx)
}

/** Who is told of what the public adds: who has it in charge, as long as they are among those asked; else all of those. */
export async function answeringPeople(tx: Tx, asked: Asked): Promise<Recipient[]> {
  const people = await askedPeople(tx, asked)
  const owner = asked.ownerId ? await tx.user.findFirst({ where: { id: asked.ownerId, isActive: true }, include: { copilotSeats: { where: answeringSeats() }, coordinations: { where: answeringCoordinators() } } }) : null
  if (!owner) return people
  const isStillThere = owner.role === 'mission' || owner.coordinations.length > 0 || owner.copilotSeats.some((seat) => seat.cleeId === asked.cleeId)
  return isStillThere ? [recipientOf(owner)] : people
}
