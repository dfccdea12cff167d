import { audit, type Actor } from '../audit/audit.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { planAcknowledgementMessage, planMessage, planReceiptMessage } from './mails.ts'
import type { FullPlan } from './queries.ts'

type Clee = { id: string; name: string; slug: string }

/** Sends the list to the mission: dated, with a receipt (R6). Throws 409 when it is empty, of a past year, or sent already without a change since. */
export const submitPlan = (actor: Actor, clee: Clee, plan: FullPlan) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(plan.schoolYear, tx)
    const receipt = newReceipt('ACT')
    const { count } = await tx.actionPlan.updateMany({
      where: { id: plan.id, actions: { some: {} }, hasChanges: true },
      data: { status: 'submitted', hasChanges: false, submittedAt: new Date(), submittedByName: actor.name, receipt, acknowledgedAt: null, acknowledgedByName: null },
    })
    if (count === 0) throw conflict('Cette liste est vide, ou a déjà été transmise. Rechargez la page.')
    await audit(tx, actor, 'plan.submission', subjectOf(clee, plan), { receipt })
    const sent = { clee, schoolYear: plan.schoolYear, author: actor.name, receipt }
    await notify(tx, 'plan.submission', await missionRecipients(tx), planMessage(sent))
    await notify(tx, 'plan.submission', await copilotRecipients(tx, clee.id), planReceiptMessage(sent))
  })

/** The mission acknowledges the list that it has read, of this receipt. Throws 409 when it was sent again, or acknowledged, meanwhile. */
export const acknowledgePlan = (actor: Actor, clee: Clee, plan: FullPlan, receipt = plan.receipt) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.actionPlan.updateMany({
      where: { id: plan.id, status: 'submitted', receipt },
      data: { status: 'acknowledged', acknowledgedAt: new Date(), acknowledgedByName: actor.name },
    })
    if (count === 0) throw conflict('Cette liste a changé d’état entre-temps. Rechargez la page.')
    await audit(tx, actor, 'plan.acknowledgement', subjectOf(clee, plan))
    await notify(tx, 'plan.acknowledgement', await copilotRecipients(tx, clee.id), planAcknowledgementMessage(clee, plan.schoolYear))
  })

const subjectOf = (clee: Clee, plan: { id: string; schoolYear: string }) => ({ id: plan.id, name: `Actions de « ${clee.name} », ${plan.schoolYear}`, cleeId: clee.id })
