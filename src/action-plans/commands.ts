import { audit, type Actor } from '../audit/audit.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { PlanStatus } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { isSendable, toSent } from './changes.ts'
import { lateSentence } from './late.ts'
import { planAcknowledgementMessage, planAnswerMessage, planMessage, planQuestionMessage, planReceiptMessage } from './mails.ts'
import type { FullPlan } from './queries.ts'
import type { AnswerInput, QuestionInput } from './schemas.ts'

type Clee = { id: string; name: string; slug: string }
type Plan = Pick<FullPlan, 'id' | 'schoolYear'>

const subjectOf = (clee: Clee, plan: Plan) => ({ id: plan.id, name: `Actions de « ${clee.name} », ${plan.schoolYear}`, cleeId: clee.id })

// The list is read once its row is locked: who saves an action meanwhile changes it after this sending.
async function keepSent(tx: Tx, planId: string) {
  const actions = await tx.plannedAction.findMany({ where: { planId }, select: { id: true, revision: true, title: true, outcome: true }, orderBy: { id: 'asc' } })
  const sentActions = actions.filter(isSendable).map(toSent)
  if (sentActions.length === 0) throw conflict('Cette liste ne contient aucune action à transmettre : ajoutez une action, ou rouvrez une action annulée.')
  await tx.actionPlan.update({ where: { id: planId }, data: { sentActions } })
}

/** Sends the list to the mission: dated, with a receipt (R6). Throws 409 when nothing in it is to be sent, when it is of a past year, or sent already without a change since. */
export const submitPlan = (actor: Actor, clee: Clee, plan: Plan) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(plan.schoolYear, tx)
    const receipt = newReceipt('ACT')
    const { count } = await tx.actionPlan.updateMany({
      where: { id: plan.id, hasChanges: true },
      data: { status: 'submitted', hasChanges: false, submittedAt: new Date(), submittedByName: actor.name, receipt, acknowledgedAt: null, acknowledgedByName: null },
    })
    if (count === 0) throw conflict('Cette liste a déjà été transmise, et n’a pas changé depuis. Rechargez la page.')
    await keepSent(tx, plan.id)
    await audit(tx, actor, 'plan.submission', subjectOf(clee, plan), { receipt })
    const sent = { clee, schoolYear: plan.schoolYear, author: actor.name, receipt }
    await notify(tx, 'plan.submission', await missionRecipients(tx), planMessage(sent))
    await notify(tx, 'plan.submission', await copilotRecipients(tx, clee.id), planReceiptMessage(sent))
  })

/** The mission acknowledges the list that it has read, of this receipt, answered or not. Throws 409 when it was sent again, or acknowledged, meanwhile. */
export const acknowledgePlan = (actor: Actor, clee: Clee, plan: Plan & { receipt: string | null }, receipt = plan.receipt) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.actionPlan.updateMany({
      where: { id: plan.id, status: { in: ['submitted', 'questioned'] }, receipt },
      data: { status: 'acknowledged', acknowledgedAt: new Date(), acknowledgedByName: actor.name },
    })
    if (count === 0) throw conflict(await lateSentence(tx, plan))
    await audit(tx, actor, 'plan.acknowledgement', subjectOf(clee, plan))
    await notify(tx, 'plan.acknowledgement', await copilotRecipients(tx, clee.id), planAcknowledgementMessage(clee, plan.schoolYear))
  })

type Move = { from: PlanStatus; to: PlanStatus; receipt: string }

// False when the list is not, or no more, what the writer has read.
async function moves(tx: Tx, plan: Plan, { from, to, receipt }: Move) {
  const { count } = await tx.actionPlan.updateMany({ where: { id: plan.id, status: from, receipt }, data: { status: to } })
  return count > 0
}

const write = (tx: Tx, actor: Actor, plan: Plan, body: string) =>
  tx.planMessage.create({ data: { planId: plan.id, body, authorId: actor.id, authorName: actor.name, authorRole: actor.role, createdAt: new Date() } })

/** The mission asks about the list that it has read. False when it was sent again, questioned or acknowledged meanwhile: nothing is written. Throws 409 for a past year. */
export const askAboutPlan = (actor: Actor, clee: Clee, plan: Plan, { receipt, body }: QuestionInput) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(plan.schoolYear, tx)
    if (!(await moves(tx, plan, { from: 'submitted', to: 'questioned', receipt }))) return false
    await write(tx, actor, plan, body)
    await audit(tx, actor, 'plan.question', subjectOf(clee, plan))
    await notify(tx, 'plan.question', await copilotRecipients(tx, clee.id), planQuestionMessage({ clee, schoolYear: plan.schoolYear, author: actor.name, body }))
    return true
  })

// Within a transaction that has locked the row: another question may have followed the one that was read.
async function isLastMessage(tx: Tx, plan: Plan, id: string) {
  const last = await tx.planMessage.findFirst({ where: { planId: plan.id }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
  return last?.id === id && last.authorRole === 'mission'
}

/** A co-pilot answers the question that they have read; the list awaits the mission again, unless it took note of it already. False when it was answered, or another asked, meanwhile: nothing is written. Throws 409 for a past year. */
export const answerForPlan = (actor: Actor, clee: Clee, plan: Plan, { receipt, question, body }: AnswerInput) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(plan.schoolYear, tx)
    await tx.$queryRaw`SELECT 1 FROM action_plans WHERE id = ${plan.id}::uuid FOR NO KEY UPDATE`
    if (!(await isLastMessage(tx, plan, question))) return false
    const isMoved = (await moves(tx, plan, { from: 'questioned', to: 'submitted', receipt })) || (await moves(tx, plan, { from: 'acknowledged', to: 'acknowledged', receipt }))
    if (!isMoved) return false
    await write(tx, actor, plan, body)
    await audit(tx, actor, 'plan.answer', subjectOf(clee, plan))
    await notify(tx, 'plan.answer', await missionRecipients(tx), planAnswerMessage({ clee, schoolYear: plan.schoolYear, author: actor.name, body }))
    return true
  })
