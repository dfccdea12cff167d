import { db } from '../../src/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { signedIn } from './app.ts'
import { makeClee } from './factories.ts'
import { makeAction } from './features.ts'

/** A CLEE with one action in this year's list, and its people signed in; no mail is left to read. */
export async function withPlan(stage: 'declared' | 'active' = 'active') {
  const made = await makeClee(stage)
  const action = await makeAction(made.clee.id, made.head)
  await db.mail.deleteMany()
  return { ...made, action, agent: await signedIn(made.head), official: await signedIn(made.mission), path: `/clees/${made.clee.slug}/actions` }
}

export const planRow = () => db.actionPlan.findFirstOrThrow()

/** Saves the only action of the only list as its sheet would: under a new revision, the list differing from the one sent. */
export async function editAction(data: Prisma.PlannedActionUpdateInput, isTold = true) {
  const { id, planId } = await db.plannedAction.findFirstOrThrow({ orderBy: { createdAt: 'asc' } })
  await db.plannedAction.update({ where: { id }, data: { ...data, revision: { increment: 1 } } })
  if (isTold) await db.actionPlan.update({ where: { id: planId }, data: { hasChanges: true } })
}

export const cancel = ({ id }: { id: string }) => db.plannedAction.update({ where: { id }, data: { state: 'cancelled', outcome: 'cancelled', outcomeReason: 'Faute de car.' } })
