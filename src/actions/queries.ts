import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { today } from '../school-year.ts'
import { uuid } from '../web/fields.ts'
import { publishedActions, visibleActions } from './policy.ts'

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
  return [...coming, ...(await list({ startsOn: { lt: day }, endsOn: { gte: day } }, limit - coming.length))]
}
