import { audit } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import type { Rollover, RolloverStatus } from '../generated/prisma/client.ts'
import { log } from '../web/log.ts'
import { subjectOf } from './commands.ts'
import { readLines, type RolloverLine } from './lines.ts'
import { listLeft } from './queries.ts'

/** Whether the passage is still under way as it was; shared lock, so that undoing it waits for the CLEE under way. */
async function isStill(tx: Tx, id: string, status: RolloverStatus) {
  const [row] = await tx.$queryRaw<{ status: RolloverStatus }[]>`SELECT status FROM rollovers WHERE id = ${id}::uuid FOR SHARE`
  return row?.status === status
}

/** Takes a CLEE for the passage; false when another process, or an earlier run, has carried it. */
async function claim(tx: Tx, rolloverId: string, { id, members, mandates, endedMandates }: RolloverLine) {
  const count = await tx.$executeRaw`
    INSERT INTO rollover_items (rollover_id, clee_id, members, mandates, ended_mandates, done_at)
    VALUES (${rolloverId}::uuid, ${id}::uuid, ${members}, ${mandates}, ${endedMandates}, ${new Date()})
    ON CONFLICT (rollover_id, clee_id) DO UPDATE SET members = excluded.members, mandates = excluded.mandates, ended_mandates = excluded.ended_mandates, done_at = excluded.done_at, failed_at = NULL
    WHERE rollover_items.failed_at IS NOT NULL`
  return count > 0
}

/** Carries one CLEE: begins an empty list when it has none. What it carries besides, members and mandates, has no year of its own: it is counted. */
async function carry({ id, toYear }: Rollover, cleeId: string) {
  const [line] = await readLines(toYear, { id: cleeId })
  if (!line || line.outcome === 'leave') return
  await db.$transaction(async (tx) => {
    if (!(await isStill(tx, id, 'running')) || !(await claim(tx, id, line))) return
    const [plan] = await tx.actionPlan.createManyAndReturn({ data: [{ cleeId, schoolYear: toYear }], skipDuplicates: true })
    if (plan) await tx.rolloverItem.update({ where: { rolloverId_cleeId: { rolloverId: id, cleeId } }, data: { startedPlanId: plan.id } })
  })
}

/** Removes a list that is still as the passage began it. Locked first: an action that is being added to it is waited for, and then seen. */
async function removeUntouched(tx: Tx, planId: string) {
  await tx.$queryRaw`SELECT 1 FROM action_plans WHERE id = ${planId}::uuid FOR UPDATE`
  await tx.actionPlan.deleteMany({ where: { id: planId, status: 'draft', submittedAt: null, actions: { none: {} }, messages: { none: {} }, review: { is: null } } })
}

/** Gives back one CLEE. */
const giveBack = ({ id }: Rollover, cleeId: string) =>
  db.$transaction(async (tx) => {
    if (!(await isStill(tx, id, 'reverting'))) return
    const { count } = await tx.rolloverItem.updateMany({ where: { rolloverId: id, cleeId, revertedAt: null }, data: { revertedAt: new Date(), failedAt: null } })
    if (count === 0) return
    const { startedPlanId } = await tx.rolloverItem.findUniqueOrThrow({ where: { rolloverId_cleeId: { rolloverId: id, cleeId } } })
    if (startedPlanId) await removeUntouched(tx, startedPlanId)
  })

/** One CLEE that fails stops no other: it is marked, shown, and tried again. Throws when not even that can be written. */
async function mark(rollover: Rollover, cleeId: string, error: unknown) {
  log.error({ rollover: rollover.id, clee: cleeId, message: error instanceof Error ? error.message : 'unknown' }, 'rollover of a CLEE failed')
  const failedAt = new Date()
  if (rollover.status === 'running') {
    await db.rolloverItem.createMany({ data: [{ rolloverId: rollover.id, cleeId, members: 0, mandates: 0, endedMandates: 0, failedAt }], skipDuplicates: true })
  } else await db.rolloverItem.updateMany({ where: { rolloverId: rollover.id, cleeId, revertedAt: null }, data: { failedAt } })
}

/**
 * Carries, or gives back, the CLEEs that a passage under way has left, at most `limit` of them, each in its own transaction:
 * cut at any point, run twice or by several processes at once, each CLEE is done once.
 */
export async function rollCleesOf(rollover: Rollover, { limit = Infinity } = {}) {
  const act = rollover.status === 'running' ? carry : giveBack
  for (const cleeId of (await listLeft(rollover.id, rollover.status)).slice(0, limit)) {
    await act(rollover, cleeId).catch((error: unknown) => mark(rollover, cleeId, error))
  }
}

/** Ends a passage, or its reversal, once nothing of it is left. */
export async function finish({ id, status }: Rollover) {
  if ((await listLeft(id, status)).length > 0) return
  await db.$transaction(async (tx) => {
    const isRunning = status === 'running'
    const total = await tx.rolloverItem.count({ where: { rolloverId: id } })
    const { count } = await tx.rollover.updateMany({ where: { id, status }, data: isRunning ? { status: 'done', finishedAt: new Date(), total } : { status: 'reverted', revertedAt: new Date() } })
    if (count > 0 && isRunning) await audit(tx, null, 'rollover.end', subjectOf(await tx.rollover.findUniqueOrThrow({ where: { id } })), { total })
  })
}
