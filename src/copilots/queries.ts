import { hashToken } from '../auth/invitations.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { uuid } from '../web/fields.ts'

/** The invitation of this token with its person and the seat that it offers, or null. */
export const findInvitation = (token: string) =>
  db.invitation.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true, copilot: { include: { clee: true, school: true, organisation: true } } },
  })
export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>

const seatInclude = {
  school: true,
  organisation: true,
  user: { select: { deletedAt: true } },
  replaces: true,
  successors: { orderBy: { startsOn: 'desc' } },
  invitations: { where: { usedAt: null }, orderBy: { expiresAt: 'desc' }, take: 1 },
} satisfies Prisma.CopilotInclude
export type Seat = Prisma.CopilotGetPayload<{ include: typeof seatInclude }>

/** A seat of this CLEE, whatever its dates; 404 when it is another's, or was cancelled. */
export async function getSeat(cleeId: string, id: string): Promise<Seat> {
  const seat = uuid.safeParse(id).success ? await db.copilot.findFirst({ where: { id, cleeId }, include: seatInclude }) : null
  if (!seat) throw notFound('Ce siège de copilote n’existe pas, ou son invitation a été annulée.')
  return seat
}

/** Every seat that a CLEE ever had, and those that wait, newest first. */
export const listSeats = (cleeId: string): Promise<Seat[]> =>
  db.copilot.findMany({ where: { cleeId }, include: seatInclude, orderBy: [{ startsOn: 'desc' }, { side: 'asc' }, { id: 'desc' }], take: 2_000 })
