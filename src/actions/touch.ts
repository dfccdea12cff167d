import { audit, type Actor } from '../audit/audit.ts'
import type { AuditEvent } from '../audit/events.ts'
import { touchClee } from '../clees/states.ts'
import type { Tx } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'

type Clee = { id: string }
type Action = { id: string; title: string; schoolYear: string }

// Changing the plan first locks its row, and tells that the list differs from the one sent.
export const touchPlan = (tx: Tx, clee: Clee, schoolYear: string) =>
  tx.actionPlan.upsert({
    where: { cleeId_schoolYear: { cleeId: clee.id, schoolYear } },
    create: { cleeId: clee.id, schoolYear },
    update: { hasChanges: true },
  })

/** Makes other writers of a list wait for the end of this transaction: always its row first, then those of its actions. */
export const lockPlan = (tx: Tx, { planId }: { planId: string }) => tx.$queryRaw`SELECT 1 FROM action_plans WHERE id = ${planId}::uuid FOR NO KEY UPDATE`

export const auditAction = (tx: Tx, actor: Actor, event: AuditEvent, clee: Clee, { id, title }: Pick<Action, 'id' | 'title'>, details: Prisma.InputJsonObject = {}) =>
  audit(tx, actor, event, { id, name: title, cleeId: clee.id }, details)

/** Dates the list and the CLEE's page after a change of what they show of an action, and writes it in the journal. */
export async function recordChange(tx: Tx, actor: Actor, event: AuditEvent, clee: Clee, action: Action, details: Prisma.InputJsonObject = {}) {
  await touchPlan(tx, clee, action.schoolYear)
  await touchClee(tx, clee.id)
  await auditAction(tx, actor, event, clee, action, details)
}
