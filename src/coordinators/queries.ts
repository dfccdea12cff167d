import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma, User } from '../generated/prisma/client.ts'
import { isOpenYear, nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { displayName, searchKey } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { sortRows, type Sort } from '../web/sorting.ts'
import type { CoordinatorFilters } from './schemas.ts'

export const coordinatorPageSize = 50
export const coordinatorSorts = ['bassin', 'personne', 'fonction'] as const
export type CoordinatorSort = Sort<(typeof coordinatorSorts)[number]>

/** A bassin and who coordinates it; several lines when they are several, one without a person when nobody does. */
export type CoordinationLine = { id: string | null; bassinId: string; bassin: string; slug: string; name: string; sortName: string; jobTitle: string; email: string; isServing: boolean; isCovered: boolean }

const nobody = { id: null, name: '', sortName: '', jobTitle: '', email: '', isServing: false }

const withPeople = (schoolYear: string) =>
  ({ coordinators: { where: { schoolYear }, include: { user: true }, orderBy: [{ user: { lastName: 'asc' } }, { id: 'asc' }] } }) satisfies Prisma.BassinInclude

/** An account that was disabled, or given another role, coordinates nothing any more. */
const isServing = ({ isActive, role }: User) => isActive && role === 'coordinator'
const servingIn = (schoolYear: string) => ({ schoolYear, user: { isActive: true, role: 'coordinator' } }) satisfies Prisma.BassinCoordinatorWhereInput

async function readLines(schoolYear: string): Promise<CoordinationLine[]> {
  const bassins = await db.bassin.findMany({ include: withPeople(schoolYear), orderBy: [{ searchName: 'asc' }, { id: 'asc' }] })
  return bassins.flatMap(({ id: bassinId, name: bassin, slug, coordinators }) => {
    // What became of an account since says nothing of a year that is over.
    const serves = (user: User) => !isOpenYear(schoolYear) || isServing(user)
    const isCovered = coordinators.some(({ user }) => serves(user))
    const people = coordinators.map(({ id, user }) => ({ id, name: displayName(user), sortName: `${user.lastName} ${user.firstName}`.trim() || user.jobTitle, jobTitle: user.jobTitle, email: user.deletedAt ? '' : user.email, isServing: serves(user) }))
    return (people.length > 0 ? people : [nobody]).map((person) => ({ bassinId, bassin, slug, ...person, isCovered }))
  })
}

const says = (line: CoordinationLine, key: string) => [line.bassin, line.name, line.jobTitle, line.email].some((text) => searchKey(text).includes(key))

/**
 * Who coordinates each bassin in a school year, with how many bassins nobody coordinates. A disabled account covers none.
 * An académie has a few dozen bassins: they are sorted and cut here, not in the database.
 */
export async function listCoordinations(schoolYear: string, { texte, etat }: CoordinatorFilters, sort: CoordinatorSort) {
  const all = await readLines(schoolYear)
  const key = searchKey(texte)
  const kept = all.filter((line) => (texte === '' || (key !== '' && says(line, key))) && (etat === '' || line.isCovered === (etat === 'avec')))
  const lines = sortRows(kept, sort, { bassin: (line) => line.bassin, personne: (line) => line.sortName, fonction: (line) => line.jobTitle })
  return { lines, uncovered: new Set(all.filter(({ isCovered }) => !isCovered).map(({ slug }) => slug)).size, bassins: new Set(all.map(({ slug }) => slug)).size }
}

/** The bassins that nobody coordinates in a school year, by name. */
export const listUncoveredBassins = (schoolYear: string) =>
  db.bassin.findMany({ where: { coordinators: { none: servingIn(schoolYear) } }, orderBy: { searchName: 'asc' } })

/** School years to choose from: the next, this one, then the past ones that have a line, newest first. */
export async function listCoordinationYears(): Promise<string[]> {
  const used = await db.bassinCoordinator.findMany({ distinct: ['schoolYear'], select: { schoolYear: true }, orderBy: { schoolYear: 'desc' } })
  const current = schoolYearOf()
  return [...new Set([nextSchoolYear(current), current, ...used.map(({ schoolYear }) => schoolYear)])]
}

const withBoth = { bassin: true, user: true } as const

/** A line of the list; 404 when the id is malformed or unknown. */
export async function getCoordination(id: string) {
  const coordination = uuid.safeParse(id).success ? await db.bassinCoordinator.findUnique({ where: { id }, include: withBoth }) : null
  if (!coordination) throw notFound('Cette désignation n’existe pas, ou n’existe plus.')
  return coordination
}
export type Coordination = Awaited<ReturnType<typeof getCoordination>>

/** The people who may be named: active accounts of coordinators, by name. */
export async function listCoordinatorOptions() {
  const users = await db.user.findMany({ where: { role: 'coordinator', isActive: true, deletedAt: null }, orderBy: [{ lastName: 'asc' }, { firstName: 'asc' }, { id: 'asc' }] })
  return users.map((user) => ({ value: user.id, label: `${user.lastName} ${user.firstName}, ${user.jobTitle} (${user.email})` }))
}

/** What became, in a school year, of those who coordinated the year before: in `renewable`, those who may be named again. */
export async function listRenewals(schoolYear: string) {
  const [before, now] = await Promise.all(
    [previousSchoolYear(schoolYear), schoolYear].map((year) =>
      db.bassinCoordinator.findMany({ where: { schoolYear: year }, include: withBoth, orderBy: [{ bassin: { searchName: 'asc' } }, { user: { lastName: 'asc' } }, { id: 'asc' }] }),
    ),
  )
  const lines = (before ?? []).map((line) => ({
    ...line,
    name: displayName(line.user),
    isKept: (now ?? []).some(({ bassinId, userId }) => bassinId === line.bassinId && userId === line.userId),
    isCovered: (now ?? []).some(({ bassinId, user }) => bassinId === line.bassinId && isServing(user)),
    canReturn: isServing(line.user),
  }))
  return { renewable: lines.filter(({ isKept, canReturn }) => !isKept && canReturn), kept: lines.filter(({ isKept }) => isKept), gone: lines.filter(({ isKept, canReturn }) => !isKept && !canReturn) }
}

/** The bassins that somebody coordinates or coordinated, by school year, newest first. */
export async function listOwnCoordinations(userId: string) {
  const lines = await db.bassinCoordinator.findMany({ where: { userId }, include: { bassin: true }, orderBy: [{ schoolYear: 'desc' }, { bassin: { searchName: 'asc' } }] })
  return [...Map.groupBy(lines, ({ schoolYear }) => schoolYear)].map(([schoolYear, of]) => ({ schoolYear, bassins: of.map(({ bassin }) => ({ name: bassin.name, slug: bassin.slug })) }))
}
