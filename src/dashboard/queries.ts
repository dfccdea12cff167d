import { planState } from '../actions/labels.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { cleeStates } from '../clees/labels.ts'
import { workspaceClees } from '../clees/policy.ts'
import { charterStates } from '../charters/workflow.ts'
import { db } from '../db.ts'
import type { CharterStatus } from '../generated/prisma/client.ts'
import { schoolYearOf } from '../school-year.ts'

export type QueueItem = { kind: 'declaration' | 'charter' | 'plan'; since: Date; cleeName: string; href: string; receipt: string; detail: string }

/** What awaits the mission, oldest first: new CLEEs, submitted charters, received lists. */
export async function listQueue(): Promise<QueueItem[]> {
  const [clees, charters, plans] = await Promise.all([
    db.clee.findMany({ where: { status: { in: ['declared', 'vacant'] }, acknowledgedAt: null }, orderBy: { declaredAt: 'asc' } }),
    db.charter.findMany({ where: { status: 'submitted' }, include: { clee: true }, orderBy: { submittedAt: 'asc' } }),
    db.actionPlan.findMany({ where: { status: 'submitted' }, include: { clee: true }, orderBy: { submittedAt: 'asc' } }),
  ])
  const items: QueueItem[] = [
    ...clees.map((clee) => ({ kind: 'declaration' as const, since: clee.declaredAt!, cleeName: clee.name, href: `/clees/${clee.slug}/espace`, receipt: clee.declarationReceipt ?? '', detail: '' })),
    ...charters.map((charter) => ({ kind: 'charter' as const, since: charter.submittedAt!, cleeName: charter.clee.name, href: `/clees/${charter.clee.slug}/charte`, receipt: charter.receipt ?? '', detail: `Version ${charter.version}` })),
    ...plans.map((plan) => ({ kind: 'plan' as const, since: plan.submittedAt!, cleeName: plan.clee.name, href: `/clees/${plan.clee.slug}/actions?annee=${plan.schoolYear}`, receipt: plan.receipt ?? '', detail: plan.schoolYear })),
  ]
  return items.toSorted((one, other) => one.since.getTime() - other.since.getTime())
}

const summaryInclude = {
  bassins: { include: { bassin: true }, orderBy: { bassin: { name: 'asc' } } },
  charters: { select: { status: true }, orderBy: { version: 'desc' } },
} as const

/** The CLEEs of this person's space, by name, with where their charter and their list of the year stand. */
export async function listSummaries(user: CurrentUser) {
  const schoolYear = schoolYearOf()
  const clees = await db.clee.findMany({
    where: workspaceClees(user),
    include: { ...summaryInclude, plans: { where: { schoolYear } } },
    orderBy: { searchName: 'asc' },
    take: 500,
  })
  return clees.map((clee) => ({
    slug: clee.slug,
    name: clee.name,
    state: cleeStates[clee.status],
    bassins: clee.bassins.map(({ bassin }) => bassin.name),
    charter: charterState(clee.charters.map(({ status }) => status)),
    plan: planState(clee.plans[0] ?? null),
    updatedAt: clee.updatedAt,
  }))
}

/** The charter in force, with what is in the works beside it, or else the latest version; null before the first. */
function charterState(statuses: CharterStatus[]) {
  const [latest] = statuses
  if (!latest) return null
  if (latest === 'validated' || !statuses.includes('validated')) return { badge: charterStates[latest], detail: '' }
  return { badge: charterStates.validated, detail: `Nouvelle version : ${charterStates[latest].label.toLowerCase()}` }
}
