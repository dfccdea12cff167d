import { actionInclude, byDate } from '../actions/queries.ts'
import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { nextSchoolYear, schoolYearOf } from '../school-year.ts'

const planInclude = { actions: { include: actionInclude, orderBy: byDate } } satisfies Prisma.ActionPlanInclude
export type FullPlan = Prisma.ActionPlanGetPayload<{ include: typeof planInclude }>

/** The list of actions of a CLEE for a school year, or null when none was begun. */
export const findPlan = (cleeId: string, schoolYear: string): Promise<FullPlan | null> =>
  db.actionPlan.findUnique({ where: { cleeId_schoolYear: { cleeId, schoolYear } }, include: planInclude })

/** School years to choose from: this one, the next, then the past ones that have a list, newest first. */
export async function listPlanYears(cleeId: string): Promise<string[]> {
  const plans = await db.actionPlan.findMany({ where: { cleeId }, select: { schoolYear: true }, orderBy: { schoolYear: 'desc' } })
  const current = schoolYearOf()
  return [...new Set([current, nextSchoolYear(current), ...plans.map((plan) => plan.schoolYear)])]
}
