import { listedClees } from '../clees/policy.ts'
import { ofSomebody } from '../clees/states.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { heldOnDay, runningOn, today } from '../school-year.ts'
import type { SchoolItem } from './schemas.ts'

type CleeOfSchool = SchoolItem['clees'][number]
type Part = CleeOfSchool['parts'][number]
type Row = { uai: string | null; part: Part; clee: { slug: string; name: string } }

/** The schools that take part today in such CLEEs: their co-pilots', their members', their support. */
export const partIn = (clee: Prisma.CleeWhereInput): Prisma.SchoolWhereInput => ({
  OR: [{ copilots: { some: { ...heldOnDay(today()), AND: ofSomebody, clee } } }, { members: { some: { ...runningOn(today()), clee } } }, { supportedClees: { some: clee } }],
})

const named = { slug: true, name: true } as const

async function listRows(uais: string[]): Promise<Row[]> {
  const [day, among] = [today(), { schoolUai: { in: uais }, clee: listedClees }]
  const select = { schoolUai: true, clee: { select: named } } as const
  const [copilots, members, supported] = await Promise.all([
    db.copilot.findMany({ where: { ...among, ...heldOnDay(day), AND: ofSomebody }, select, orderBy: { id: 'asc' } }),
    db.member.findMany({ where: { ...among, ...runningOn(day) }, select, orderBy: { id: 'asc' } }),
    db.clee.findMany({ where: { ...listedClees, supportSchoolUai: { in: uais } }, select: { ...named, supportSchoolUai: true }, orderBy: { id: 'asc' } }),
  ])
  return [
    ...copilots.map(({ schoolUai, clee }): Row => ({ uai: schoolUai, part: 'copilot', clee })),
    ...members.map(({ schoolUai, clee }): Row => ({ uai: schoolUai, part: 'member', clee })),
    ...supported.map(({ supportSchoolUai, slug, name }): Row => ({ uai: supportSchoolUai, part: 'support', clee: { slug, name } })),
  ]
}

function groupBySlug(rows: Row[]): CleeOfSchool[] {
  const bySlug = Map.groupBy(rows, ({ clee }) => clee.slug)
  return [...bySlug].map(([slug, group]) => ({ slug, name: group[0]!.clee.name, parts: [...new Set(group.map(({ part }) => part))] })).toSorted((one, other) => (one.slug < other.slug ? -1 : 1))
}

/** Of these schools, the CLEEs in which each takes part today, by UAI; three queries whatever their number. */
export async function listPartsOfSchools(uais: string[]): Promise<Map<string, CleeOfSchool[]>> {
  const byUai = Map.groupBy(await listRows(uais), ({ uai }) => uai ?? '')
  return new Map([...byUai].map(([uai, rows]) => [uai, groupBySlug(rows)]))
}
