import { actionPath, publishedActionPath } from '../actions/paths.ts'
import { readableActions } from '../actions/policy.ts'
import { actionInclude, type FullAction } from '../actions/queries.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { visibleClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { isWritableYear } from '../school-years/closing.ts'
import { uuid } from '../web/fields.ts'
import { writableClees } from './policy.ts'

const sourceInclude = { ...actionInclude, clee: { select: { id: true, name: true, slug: true } } } satisfies Prisma.PlannedActionInclude
export type SourceAction = FullAction & { clee: { id: string; name: string; slug: string } }

/** Whether this person has a list to which an action may be added. */
export const canReuse = async (user: CurrentUser) => (await db.clee.findFirst({ where: writableClees(user), select: { id: true } })) !== null

/** The CLEEs to whose list this person may add an action, by name. */
export const listWritableClees = (user: CurrentUser) =>
  db.clee.findMany({ where: writableClees(user), select: { id: true, name: true, slug: true }, orderBy: { searchName: 'asc' } })

/** The school years that may be written: this one and the next, unless the mission has closed them. */
export async function listWritableYears(): Promise<string[]> {
  const years = [schoolYearOf(), nextSchoolYear(schoolYearOf())]
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

/** The action that this one takes up, and how it was called then; null when it takes up none. Its address only when this person may read it. */
export async function findOrigin(user: CurrentUser | undefined, { originId, originText }: { originId: string | null; originText: string }) {
  if (originText === '') return null
  const origin = originId && (await db.plannedAction.findFirst({ where: { id: originId, AND: readableActions(user) }, select: { id: true } }))
  return { text: originText, href: origin ? publishedActionPath(origin) : null }
}

/** Who took an action up: the CLEEs that this person may see, newest year first; the address of their action when it may be read. */
export async function listRepetitions(user: CurrentUser | undefined, id: string) {
  const repetitions = await db.plannedAction.findMany({
    where: { originId: id, clee: visibleClees(user) },
    select: { id: true, schoolYear: true, clee: { select: { id: true, name: true, slug: true } } },
    orderBy: [{ schoolYear: 'desc' }, { clee: { searchName: 'asc' } }, { id: 'asc' }],
    take: 50,
  })
  const ids = repetitions.map((repetition) => repetition.id)
  const readable = await db.plannedAction.findMany({ where: { id: { in: ids }, AND: readableActions(user) }, select: { id: true }, orderBy: { id: 'asc' } })
  const isReadable = new Set(readable.map((action) => action.id))
  return repetitions.map(({ clee, ...repetition }) => {
    const ownHref = user?.cleeIds.includes(clee.id) ? actionPath(clee, repetition) : publishedActionPath(repetition)
    return { clee: clee.name, schoolYear: repetition.schoolYear, href: isReadable.has(repetition.id) ? ownHref : null }
  })
}
