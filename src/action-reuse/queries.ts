import { canWriteYear, readableActions, writableClees } from '../actions/policy.ts'
import { actionInclude, type FullAction } from '../actions/queries.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { isWritableYear } from '../school-years/closing.ts'
import { uuid } from '../web/fields.ts'

const sourceInclude = { ...actionInclude, clee: { select: { id: true, name: true, slug: true } } } satisfies Prisma.PlannedActionInclude
export type SourceAction = FullAction & { clee: { id: string; name: string; slug: string } }

/** The CLEEs to whose list this person may add an action, by name. */
export const listWritableClees = (user: CurrentUser) =>
  db.clee.findMany({ where: writableClees(user), select: { id: true, name: true, slug: true }, orderBy: { searchName: 'asc' } })

/** The school years that this person may write: this one and the next, unless the mission has closed them. */
export async function listWritableYears(user: CurrentUser): Promise<string[]> {
  const years = [schoolYearOf(), nextSchoolYear(schoolYearOf())].filter((year) => canWriteYear(user, year))
  const areOpen = await Promise.all(years.map((year) => isWritableYear(year)))
  return years.filter((_, index) => areOpen[index])
}

/** An action that this person may read; 404 otherwise. */
export async function getSource(user: CurrentUser, id: string): Promise<SourceAction> {
  const action = uuid.safeParse(id).success ? await db.plannedAction.findFirst({ where: { id, AND: readableActions(user) }, include: sourceInclude }) : null
  if (!action) throw notFound('Cette action n’existe pas, ou n’est pas partagée avec vous.')
  return action
}

/** The actions of a CLEE in the year before this one, those to repeat first, each with whether this year's list has it already. */
export async function listRepeatable(cleeId: string, schoolYear: string) {
  const actions = await db.plannedAction.findMany({
    where: { cleeId, schoolYear: previousSchoolYear(schoolYear) },
    include: { repetitions: { where: { cleeId, schoolYear }, select: { id: true }, take: 1 } },
    orderBy: [{ repeatsNextYear: { sort: 'desc', nulls: 'last' } }, { orderedOn: 'asc' }, { id: 'asc' }],
  })
  return actions.map(({ repetitions, ...action }) => ({ ...action, isRepeated: repetitions.length > 0, isExpected: action.repeatsNextYear ?? action.outcome === 'postponed' }))
}
export type Repeatable = Awaited<ReturnType<typeof listRepeatable>>[number]
