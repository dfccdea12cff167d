import { db } from '../db.ts'
import type { RolloverStatus } from '../generated/prisma/client.ts'
import { carriedClees, readLines, type RolloverLine } from './lines.ts'

/** The passage to a year that holds, or the last that was undone; null when there was none. */
export async function findRollover(toYear: string) {
  const rollovers = await db.rollover.findMany({ where: { toYear }, orderBy: { startedAt: 'desc' } })
  return rollovers.find(({ status }) => status !== 'reverted') ?? rollovers[0] ?? null
}
export type FoundRollover = NonNullable<Awaited<ReturnType<typeof findRollover>>>

/** The CLEEs that a passage under way has still to carry, or to give back; those that failed among them. */
export async function listLeft(id: string, status: RolloverStatus): Promise<string[]> {
  if (status === 'running') {
    const clees = await db.clee.findMany({ where: { ...carriedClees, rolloverItems: { none: { rolloverId: id, failedAt: null } } }, select: { id: true }, orderBy: { id: 'asc' } })
    return clees.map((clee) => clee.id)
  }
  const items = await db.rolloverItem.findMany({ where: { rolloverId: id, revertedAt: null }, select: { cleeId: true }, orderBy: { cleeId: 'asc' } })
  return items.map(({ cleeId }) => cleeId)
}

/** How far a passage under way has come, and the CLEEs that failed. */
export async function readAdvance({ id, status }: FoundRollover) {
  const isDone = status === 'running' ? { failedAt: null } : { revertedAt: { not: null } }
  const [done, left] = [await db.rolloverItem.count({ where: { rolloverId: id, ...isDone } }), await listLeft(id, status)]
  const failed = await db.rolloverItem.findMany({ where: { rolloverId: id, failedAt: { not: null } }, include: { clee: { select: { name: true, slug: true } } }, orderBy: { cleeId: 'asc' } })
  return { done, total: done + left.length, failed: failed.map(({ clee, failedAt }) => ({ ...clee, failedAt })) }
}

/** What a passage did, CLEE by CLEE: the same lines as its rehearsal. */
export async function readDoneLines({ id, toYear }: FoundRollover): Promise<RolloverLine[]> {
  const items = new Map((await db.rolloverItem.findMany({ where: { rolloverId: id, failedAt: null }, orderBy: { cleeId: 'asc' } })).map((item) => [item.cleeId, item]))
  const lines = await readLines(toYear, { OR: [{ id: { in: [...items.keys()] } }, { status: 'closed' }] })
  return lines.map((line) => {
    const item = items.get(line.id)
    if (!item) return line
    return { ...line, outcome: item.startedPlanId ? 'start' : 'keep', members: item.members, mandates: item.mandates, endedMandates: item.endedMandates }
  })
}

/** The lists that a passage began and that its reversal has left, because somebody had written in them. */
export async function listKept({ id, toYear }: FoundRollover) {
  const items = await db.rolloverItem.findMany({ where: { rolloverId: id, startedPlanId: { not: null }, revertedAt: { not: null } }, select: { startedPlanId: true }, orderBy: { cleeId: 'asc' } })
  const plans = await db.actionPlan.findMany({
    where: { id: { in: items.flatMap(({ startedPlanId }) => startedPlanId ?? []) }, schoolYear: toYear },
    select: { clee: { select: { name: true, slug: true } } },
    orderBy: { clee: { searchName: 'asc' } },
  })
  return plans.map(({ clee }) => clee)
}

/** The bassins that nobody coordinates in a year. */
export const listUncovered = (schoolYear: string) =>
  db.bassin.findMany({ where: { coordinators: { none: { schoolYear, user: { isActive: true, role: 'coordinator' } } } }, select: { id: true, name: true }, orderBy: { searchName: 'asc' } })

/** Declarations that are not sent yet: nobody but their co-pilots knows them. */
export const countDrafts = () => db.clee.count({ where: { status: 'draft' } })
