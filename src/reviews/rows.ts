import type { Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import type { CopilotSide, PlanReview } from '../generated/prisma/client.ts'

export type Clee = { id: string; name: string; slug: string }

/** Where each side's approval is written. */
export const columns = {
  education: { at: 'educationApprovedAt', by: 'educationApprovedByName' },
  economy: { at: 'economyApprovedAt', by: 'economyApprovedByName' },
} as const

export const subjectOf = (clee: Clee, { id, schoolYear }: Pick<PlanReview, 'id' | 'schoolYear'>) => ({ id, name: `Bilan de « ${clee.name} », ${schoolYear}`, cleeId: clee.id })
export const approval = (side: CopilotSide, actor: Actor | null) => ({ [columns[side].at]: actor && new Date(), [columns[side].by]: actor?.name ?? null })
/** What a request to have a review back leaves once the mission has decided. */
export const noRequest = { returnRequest: null, returnRequestedAt: null, returnRequestedByName: null }
export const noApproval = { ...approval('education', null), ...approval('economy', null), approvedPrint: null }

/** The review of a year, begun where there is none. Locks the list of its sheets, which changes under the same lock: what is read after it stays so until the end of the transaction. */
export async function openReview(tx: Tx, clee: Clee, schoolYear: string) {
  await tx.actionPlan.createMany({ data: [{ cleeId: clee.id, schoolYear }], skipDuplicates: true })
  const [plan] = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM action_plans WHERE clee_id = ${clee.id}::uuid AND school_year = ${schoolYear} FOR UPDATE`
  const planId = plan?.id ?? ''
  await tx.planReview.createMany({ data: [{ planId, cleeId: clee.id, schoolYear }], skipDuplicates: true })
  return tx.planReview.findUniqueOrThrow({ where: { planId } })
}
