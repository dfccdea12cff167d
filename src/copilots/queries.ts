import { hashToken } from '../auth/invitations.ts'
import { db } from '../db.ts'

/** The invitation of this token with the seats that wait for its person, or null. */
export const findInvitation = (token: string) =>
  db.invitation.findUnique({
    where: { tokenHash: hashToken(token) },
    include: {
      user: {
        include: {
          copilotSeats: { where: { acceptedAt: null }, include: { clee: true, organisation: true }, orderBy: { startsOn: 'asc' } },
        },
      },
    },
  })
export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>
