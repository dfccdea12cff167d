import { actionInclude, byDate, type FullAction } from '../actions/queries.ts'
import { db } from '../db.ts'
import type { PlanMessage, Prisma } from '../generated/prisma/client.ts'
import { nextSchoolYear, schoolYearOf } from '../school-year.ts'

const planInclude = { actions: { include: actionInclude, orderBy: byDate } } satisfies Prisma.ActionPlanInclude
export type FullPlan = Prisma.ActionPlanGetPayload<{ include: typeof planInclude }>

/** The list of actions of a CLEE for a school year, or null when none was begun. */
export const findPlan = (cleeId: string, schoolYear: string): Promise<FullPlan | null> =>
  db.actionPlan.findUnique({ where: { cleeId_schoolYear: { cleeId, schoolYear } }, include: planInclude })

/** What is compared of a list with what was sent of it; the sheets themselves are not read. */
export const findPlanRevisions = (cleeId: string, schoolYear: string) =>
  db.actionPlan.findUnique({ where: { cleeId_schoolYear: { cleeId, schoolYear } }, select: { sentActions: true, actions: { select: { id: true, revision: true, outcome: true }, orderBy: { id: 'asc' } } } })

/** School years to choose from: this one, the next, then the past ones that have a list, newest first. */
export async function listPlanYears(cleeId: string): Promise<string[]> {
  const plans = await db.actionPlan.findMany({ where: { cleeId }, select: { schoolYear: true }, orderBy: { schoolYear: 'desc' } })
  const current = schoolYearOf()
  return [...new Set([current, nextSchoolYear(current), ...plans.map((plan) => plan.schoolYear)])]
}

/** Questions of the mission about a list, and their answers, oldest first. */
export const listPlanMessages = (planId: string): Promise<PlanMessage[]> =>
  db.planMessage.findMany({ where: { planId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: 200 })

const batchSize = 200

/** The next actions of a list after this one, by date, for an export: none at its end. */
export const listNextOfPlan = (cleeId: string, schoolYear: string, after: FullAction | null): Promise<FullAction[]> =>
  db.plannedAction.findMany({
    where: { cleeId, schoolYear, ...(after && { OR: [{ orderedOn: { gt: after.orderedOn } }, { orderedOn: after.orderedOn, id: { gt: after.id } }] }) },
    include: actionInclude,
    orderBy: [{ orderedOn: 'asc' }, { id: 'asc' }],
    take: batchSize,
  })
