import type { CurrentUser } from '../auth/current-user.ts'
import { visibleClees } from '../clees/policy.ts'
import { ofSomebody } from '../clees/states.ts'
import type { FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'
import type { Prisma, School } from '../generated/prisma/client.ts'
import { runningOn, today } from '../school-year.ts'

/** What a school is in a CLEE today, as public pages say it. */
function partsOf(uai: string) {
  const day = today()
  const now = { schoolUai: uai, ...runningOn(day) }
  return { copilots: { ...now, acceptedAt: { not: null }, AND: ofSomebody }, members: now } satisfies { copilots: Prisma.CopilotWhereInput; members: Prisma.MemberWhereInput }
}

/** The CLEEs in which this school takes part, with its parts in each: those that this visitor may see, closed ones apart. */
export async function listCleesOfSchool(user: CurrentUser | undefined, uai: string) {
  const { copilots, members } = partsOf(uai)
  const clees = await db.clee.findMany({
    where: { status: { not: 'closed' }, AND: [visibleClees(user), { OR: [{ supportSchoolUai: uai }, { copilots: { some: copilots } }, { members: { some: members } }] }] },
    include: { copilots: { where: copilots, orderBy: { id: 'asc' } }, members: { where: members, orderBy: { id: 'asc' } } },
    orderBy: { searchName: 'asc' },
    take: 100,
  })
  return clees.map((clee) => ({
    slug: clee.slug,
    name: clee.name,
    status: clee.status,
    parts: [
      ...(clee.copilots.length > 0 ? ['copilotage'] : []),
      ...(clee.members.length > 0 ? ['membre'] : []),
      ...(clee.supportSchoolUai === uai ? ['établissement support'] : []),
    ],
  }))
}

/** The schools that take part in a CLEE, by name, each once: those of its co-pilots, of its members, and its support. */
export function schoolsOf({ copilots, members, supportSchool }: FullClee): School[] {
  const all = [...copilots.filter(({ acceptedAt }) => acceptedAt), ...members].map(({ school }) => school)
  const schools = [...all, supportSchool].filter((school) => school !== null)
  const distinct = [...new Map(schools.map((school) => [school.uai, school])).values()]
  return distinct.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}
