import { db } from '../db.ts'
import type { Prisma, Role } from '../generated/prisma/client.ts'
import { fullName } from '../text.ts'
import { heldOnDay, schoolYearOf, today } from '../school-year.ts'

/** The signed-in person, with the CLEEs they co-pilot today and the bassins they coordinate this school year. */
export type CurrentUser = {
  id: string
  email: string
  name: string
  role: Role
  jobTitle: string
  schoolUai: string | null
  cleeIds: string[]
  bassinIds: string[]
}

declare global {
  namespace Express {
    // Passport's own type for req.user.
    interface User extends CurrentUser {}
  }
}

/** What is read of an account to know who its person is today. */
export const currentUserInclude = () =>
  ({
    copilotSeats: { where: heldOnDay(today()), select: { cleeId: true } },
    coordinations: { where: { schoolYear: schoolYearOf() }, select: { bassinId: true } },
  }) satisfies Prisma.UserInclude

type Account = Prisma.UserGetPayload<{ include: ReturnType<typeof currentUserInclude> }>

export const toCurrentUser = (user: Account): CurrentUser => ({
  id: user.id,
  email: user.email,
  name: fullName(user),
  role: user.role,
  jobTitle: user.jobTitle,
  schoolUai: user.schoolUai,
  cleeIds: user.copilotSeats.map((seat) => seat.cleeId),
  bassinIds: user.role === 'coordinator' ? user.coordinations.map((coordination) => coordination.bassinId) : [],
})

/** The account behind a session, or null when it is gone or disabled: its sessions end at once. */
export async function findCurrentUser(id: string): Promise<CurrentUser | null> {
  const user = await db.user.findFirst({ where: { id, isActive: true }, include: currentUserInclude() })
  return user && toCurrentUser(user)
}
