import { db } from '../db.ts'
import type { Role } from '../generated/prisma/client.ts'
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

/** The account behind a session, or null when it is gone or disabled: its sessions end at once. */
export async function findCurrentUser(id: string): Promise<CurrentUser | null> {
  const day = today()
  const user = await db.user.findFirst({
    where: { id, isActive: true },
    include: {
      copilotSeats: {
        where: heldOnDay(day),
        select: { cleeId: true },
      },
      coordinations: { where: { schoolYear: schoolYearOf() }, select: { bassinId: true } },
    },
  })
  if (!user) return null
  return {
    id: user.id,
    email: user.email,
    name: fullName(user),
    role: user.role,
    jobTitle: user.jobTitle,
    schoolUai: user.schoolUai,
    cleeIds: user.copilotSeats.map((seat) => seat.cleeId),
    bassinIds: user.role === 'coordinator' ? user.coordinations.map((coordination) => coordination.bassinId) : [],
  }
}
