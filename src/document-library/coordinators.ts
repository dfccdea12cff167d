import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { fullName } from '../text.ts'

// An account that was disabled, or given another role, coordinates nothing any more.
const serving = (schoolYear: string) => ({ where: { schoolYear, user: { isActive: true, role: 'coordinator' } }, include: { user: true }, orderBy: { id: 'asc' } }) satisfies Prisma.Bassin$coordinatorsArgs

/** Who coordinates each bassin in a school year, as the public reads it (R18): functions, and names with their consent. */
export async function listPublicCoordinators(schoolYear: string) {
  const bassins = await db.bassin.findMany({ include: { coordinators: serving(schoolYear) }, orderBy: [{ searchName: 'asc' }, { id: 'asc' }] })
  return bassins.flatMap(({ name, coordinators }) => {
    const people = coordinators.map(({ user }) => ({ bassin: name, jobTitle: user.jobTitle, name: user.nameConsentAt ? fullName(user) : '' }))
    return people.length > 0 ? people : [{ bassin: name, jobTitle: '', name: '' }]
  })
}
export type PublicCoordinator = Awaited<ReturnType<typeof listPublicCoordinators>>[number]
