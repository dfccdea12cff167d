import { publishedActions, readableActions } from '../actions/policy.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { visibleClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'

const placed = { id: true, name: true, slug: true, status: true, acknowledgedAt: true, bassins: { select: { bassinId: true } } } satisfies Prisma.CleeSelect

const pageInclude = (user: CurrentUser | undefined) => ({
  schools: { include: { school: { select: { uai: true, name: true, city: true } } }, orderBy: { school: { searchName: 'asc' } } },
  partners: { include: { organisation: { select: { name: true } } }, orderBy: { organisation: { searchName: 'asc' } } },
  // An associated CLEE that isn't published yet stays unknown to those who don't work there.
  clees: { where: { clee: visibleClees(user) }, include: { clee: { select: { name: true, slug: true } } }, orderBy: { clee: { searchName: 'asc' } } },
  indicators: { orderBy: { position: 'asc' } },
  clee: { select: placed },
}) satisfies Prisma.PlannedActionInclude

export type ActionPage = Prisma.PlannedActionGetPayload<{ include: ReturnType<typeof pageInclude> }>

/** An action as this visitor may read it; 404 when they may not, or when there is none. */
export async function getReadableAction(user: CurrentUser | undefined, id: string): Promise<ActionPage> {
  const action = await db.plannedAction.findFirst({ where: { id, AND: readableActions(user) }, include: pageInclude(user) })
  if (!action) throw notFound(`Cette action n’existe pas, n’existe plus, ou n’est pas publiée.${user ? '' : ' Si un CLEE la partage avec vous, connectez-vous pour la lire.'}`)
  return action
}

/** Whether anybody may read it. */
export const isPublished = async (id: string) => (await db.plannedAction.count({ where: { id, AND: publishedActions } })) > 0

/** Whether the page of this CLEE opens for this visitor. */
export const isCleeVisible = async (user: CurrentUser | undefined, cleeId: string) =>
  (await db.clee.count({ where: { id: cleeId, AND: visibleClees(user) } })) > 0
