import type { Prisma } from '../generated/prisma/client.ts'
import { heldOnDay, schoolYearOf, today } from '../school-year.ts'

/** Co-pilots who can answer today. */
export const answeringSeats = () => ({ ...heldOnDay(today()), user: { isActive: true } }) satisfies Prisma.CopilotWhereInput

/** Coordinators who can answer this year. */
export const answeringCoordinators = () => ({ schoolYear: schoolYearOf(), user: { isActive: true, role: 'coordinator' } }) satisfies Prisma.BassinCoordinatorWhereInput

/** CLEEs whose co-pilots answer: neither dormant nor closed, with somebody in a seat today. */
export const answeringClees = () =>
  ({ acknowledgedAt: { not: null }, status: { in: ['declared', 'active', 'vacant'] }, copilots: { some: answeringSeats() } }) satisfies Prisma.CleeWhereInput
