import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { notOverOn, runningOn, today } from '../school-year.ts'
import { atAddress, workspaceClees } from './policy.ts'
import { ofSomebody } from './states.ts'

/** What the pages of a CLEE need of it: bassins, communes, seats and members of today. */
export const cleeInclude = () => {
  const day = today()
  return {
    carrier: true,
    supportSchool: true,
    bassins: { include: { bassin: true }, orderBy: { bassin: { name: 'asc' } } },
    communes: { include: { commune: true }, orderBy: { commune: { searchName: 'asc' } } },
    copilots: {
      where: { ...notOverOn(day), AND: ofSomebody },
      include: { school: true, organisation: true, user: { select: { firstName: true, lastName: true, nameConsentAt: true } } },
      orderBy: [{ side: 'asc' }, { startsOn: 'asc' }, { id: 'asc' }],
    },
    members: {
      where: runningOn(day),
      include: { school: true, organisation: true },
      orderBy: [{ world: 'asc' }, { createdAt: 'asc' }],
    },
  } satisfies Prisma.CleeInclude
}

export type FullClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof cleeInclude> }>

/** A CLEE for the people who work in it; 404 for anybody else. */
export async function getWorkspaceClee(user: CurrentUser, slug: string): Promise<FullClee> {
  const clee = await db.clee.findFirst({ where: { AND: [atAddress(slug), workspaceClees(user)] }, include: cleeInclude() })
  if (!clee) throw notFound()
  return clee
}

/** The CLEEs whose workspace this person may open, by name. */
export const listWorkspaceClees = (user: CurrentUser) =>
  db.clee.findMany({ where: workspaceClees(user), include: cleeInclude(), orderBy: { searchName: 'asc' }, take: 200 })
