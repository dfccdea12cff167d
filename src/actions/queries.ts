import type { CurrentUser } from '../auth/current-user.ts'
import type { FullClee } from '../clees/queries.ts'
import { listedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { searchKey } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { lastingInto } from './dates.ts'
import { publishedActions, visibleActions } from './policy.ts'
import type { SectionKey } from './publication.ts'

/** An action with what it is linked to. */
export const actionInclude = {
  schools: { include: { school: true }, orderBy: { school: { searchName: 'asc' } } },
  partners: { include: { organisation: true }, orderBy: { organisation: { searchName: 'asc' } } },
  clees: { include: { clee: { select: { id: true, name: true, slug: true } } }, orderBy: { clee: { searchName: 'asc' } } },
  indicators: { orderBy: { position: 'asc' } },
} satisfies Prisma.PlannedActionInclude
export type FullAction = Prisma.PlannedActionGetPayload<{ include: typeof actionInclude }>

// Undated actions come last: they are still to be placed in the year.
export const byDate = [{ startsOn: { sort: 'asc', nulls: 'last' } }, { title: 'asc' }, { id: 'asc' }] satisfies Prisma.PlannedActionOrderByWithRelationInput[]
/** An action of this CLEE; 404 when it is another's, or unknown. */
export async function getAction(cleeId: string, id: string): Promise<FullAction> {
  const action = uuid.safeParse(id).success ? await db.plannedAction.findFirst({ where: { id, cleeId }, include: actionInclude }) : null
  if (!action) throw notFound('Cette action n’existe pas, ou n’existe plus.')
  return action
}

/** The proposal of the public that an action was made from, as long as it is kept and addressed to its CLEE. */
export const findProposal = ({ id, cleeId }: FullAction) => db.inquiry.findFirst({ where: { actionId: id, cleeId }, select: { id: true, reference: true, status: true }, orderBy: { id: 'asc' } })

/** Who saved a section last, and when, as the journal tells; the date of an action may also change as it moves. */
export const findSectionSave = ({ id, cleeId }: FullAction, section: SectionKey) =>
  db.auditEntry.findFirst({
    where: { cleeId, subjectId: id, OR: [{ event: 'action.change', details: { path: ['section'], equals: section } }, ...(section === 'organisation' ? [{ event: { in: ['action.planning', 'action.postponement'] } }] : [])] },
    select: { actorName: true, at: true },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  })

/** Whether another action of the same list has this title and this type. */
export async function hasTwin(cleeId: string, schoolYear: string, { id, title, type }: { id: string; title: string; type: string }) {
  const others = await db.plannedAction.findMany({ where: { cleeId, schoolYear, type, id: { not: id } }, select: { title: true }, orderBy: { id: 'asc' } })
  return others.some((other) => searchKey(other.title) === searchKey(title))
}

/** The actions of a CLEE that this visitor may see on its page, by date. */
export const listVisibleActions = (user: CurrentUser | undefined, cleeId: string, schoolYear: string): Promise<FullAction[]> =>
  db.plannedAction.findMany({ where: { cleeId, schoolYear, AND: visibleActions(user) }, include: actionInclude, orderBy: byDate, take: 100 })

const nextInclude = { clee: { select: { name: true, slug: true } } } satisfies Prisma.PlannedActionInclude

/** The next public actions of the network, nearest first; when few are to come, those under way follow. */
export async function listNextActions(limit: number) {
  const day = today()
  const list = (where: Prisma.PlannedActionWhereInput, take: number) =>
    db.plannedAction.findMany({ where: { ...publishedActions, ...where }, include: nextInclude, orderBy: byDate, take })
  const coming = await list({ startsOn: { gte: day } }, limit)
  return [...coming, ...(await list(lastingInto(day), limit - coming.length))]
}

type PartnerChoice = { id: string; name: string; city: string }

/** The organisations that the form offers as partners: those of the CLEE's people and members, and those already named. */
export function listPartnerChoices({ members, copilots }: FullClee, { partners }: FullAction): PartnerChoice[] {
  const organisations = [...members, ...copilots, ...partners].flatMap(({ organisation }) => organisation ?? [])
  const choices = new Map(organisations.map(({ id, name, city }) => [id, { id, name, city }]))
  return [...choices.values()].toSorted((one, other) => searchKey(one.name).localeCompare(searchKey(other.name)))
}

const shownNeighbours = 60

/** The CLEEs that the form offers to associate: those of the same bassins, and those already associated. */
export async function listNeighbours(clee: FullClee, { clees }: FullAction) {
  const near = { ...listedClees, id: { not: clee.id }, bassins: { some: { bassinId: { in: clee.bassins.map(({ bassinId }) => bassinId) } } } }
  const found = await db.clee.findMany({ where: { OR: [near, { id: { in: clees.map(({ cleeId }) => cleeId) } }] }, select: { id: true, name: true }, orderBy: { searchName: 'asc' }, take: shownNeighbours })
  return found.map(({ id, name }) => ({ value: id, label: name }))
}
