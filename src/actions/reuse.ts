import type { CurrentUser } from '../auth/current-user.ts'
import { visibleClees, workspaceClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { actionPath, publishedActionPath } from './paths.ts'
import { publishedActions, readableActions, writableClees } from './policy.ts'

/** Whether this person has a list to which an action may be added. */
export const canReuse = async (user: CurrentUser | undefined) => user !== undefined && (await db.clee.findFirst({ where: writableClees(user), select: { id: true } })) !== null

type Placed = { id: string; clee: { id: string; slug: string } }

// One's own action opens on its sheet, that of another CLEE on its page.
const hrefFor = (user: CurrentUser | undefined, action: Placed) => (user?.cleeIds.includes(action.clee.id) ? actionPath(action.clee, action) : publishedActionPath(action))

/** The action that this one takes up, as it was called then; null when it takes up none. Its address only when this person may read it. */
export async function findOrigin(user: CurrentUser | undefined, { originId, originText }: { originId: string | null; originText: string }) {
  if (originText === '') return null
  const origin = originId && (await db.plannedAction.findFirst({ where: { id: originId, AND: readableActions(user) }, select: { id: true, clee: { select: { id: true, slug: true } } } }))
  return { text: originText, href: origin ? hrefFor(user, origin) : null }
}

// The public knows what is published; the network, what the CLEEs it sees have retained.
const knownRepetitions = (user: CurrentUser | undefined): Prisma.PlannedActionWhereInput =>
  user ? { clee: visibleClees(user), OR: [{ retainedAt: { not: null } }, { clee: workspaceClees(user) }] } : publishedActions

/** Who took an action up, as far as this person may know, newest year first; the address of their action when it may be read. */
export async function listRepetitions(user: CurrentUser | undefined, id: string) {
  const repetitions = await db.plannedAction.findMany({
    where: { originId: id, AND: knownRepetitions(user) },
    select: { id: true, schoolYear: true, clee: { select: { id: true, name: true, slug: true } } },
    orderBy: [{ schoolYear: 'desc' }, { clee: { searchName: 'asc' } }, { id: 'asc' }],
    take: 50,
  })
  const ids = repetitions.map((repetition) => repetition.id)
  const readable = await db.plannedAction.findMany({ where: { id: { in: ids }, AND: readableActions(user) }, select: { id: true }, orderBy: { id: 'asc' } })
  const isReadable = new Set(readable.map((action) => action.id))
  return repetitions.map((repetition) => ({ clee: repetition.clee.name, schoolYear: repetition.schoolYear, href: isReadable.has(repetition.id) ? hrefFor(user, repetition) : null }))
}
