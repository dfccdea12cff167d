import { agreementBy, noAgreement, whereAgreed } from '../actions/agreement.ts'
import { auditAction, lockPlan } from '../actions/touch.ts'
import { transitions } from '../actions/workflow.ts'
import type { Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { sideIn } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import { conflict, forbidden } from '../errors.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { retentionMessage } from './mails.ts'

type Clee = { id: string; name: string; slug: string } & Parameters<typeof sideIn>[1]
type Action = { id: string; title: string; schoolYear: string; planId: string }

/** What became of an agreement: given, given and the last one needed, given before, or too late, because the sheet changed or is no longer proposed. */
export type Agreement = 'agreed' | 'retained' | 'already' | 'changed' | 'moved'
const { from, to } = transitions.agreement

function sideOf(actor: Actor, clee: Clee) {
  const side = sideIn(actor, clee)
  if (!side) throw forbidden('L’accord est donné par les copilotes, chacun pour son monde.')
  return side
}

async function whyNot(tx: Tx, { id }: Action, side: CopilotSide, seen: number): Promise<Agreement> {
  const present = await tx.plannedAction.findUnique({ where: { id } })
  if (!present || !from.includes(present.state)) return 'moved'
  if (present.revision !== seen) return 'changed'
  return (side === 'education' ? present.educationAgreedAt : present.economyAgreedAt) ? 'already' : 'moved'
}

async function agree(tx: Tx, actor: Actor, clee: Clee, side: CopilotSide, action: Action, seen: number): Promise<Agreement> {
  await lockPlan(tx, action)
  const where = { id: action.id, state: { in: from } }
  const { count } = await tx.plannedAction.updateMany({ where: { ...where, ...whereAgreed(side, false), revision: seen }, data: agreementBy(side, actor) })
  if (count === 0) return whyNot(tx, action, side, seen)
  await auditAction(tx, actor, 'action.agreement', clee, action, { side })
  const retained = await tx.plannedAction.updateMany({ where: { ...where, AND: [whereAgreed('education', true), whereAgreed('economy', true)] }, data: { state: to, retainedAt: new Date() } })
  if (retained.count === 0) return 'agreed'
  await auditAction(tx, actor, 'action.retention', clee, action)
  await touchClee(tx, clee.id)
  return 'retained'
}

const tellRetention = async (tx: Tx, clee: Clee, schoolYear: string, titles: string[]) =>
  notify(tx, 'action.retention', await copilotRecipients(tx, clee.id), retentionMessage(clee, schoolYear, titles))

/** Gives the agreement of the actor's side to the sheet as it was seen; the action is retained once both sides have given theirs (codécision). */
export const agreeToAction = (actor: Actor, clee: Clee, action: Action, seen: number) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    const agreement = await agree(tx, actor, clee, sideOf(actor, clee), action, seen)
    if (agreement === 'retained') await tellRetention(tx, clee, action.schoolYear, [action.title])
    return agreement
  })

/**
 * The same to several at once; `ids` as "id:revision", what the list showed. Gives what became of each,
 * by its title, and how many of those asked for are of this CLEE no more. One mail tells of all those retained in a year.
 */
export const agreeToActions = (actor: Actor, clee: Clee, ids: string[]) =>
  db.$transaction(async (tx) => {
    const side = sideOf(actor, clee)
    const seen = new Map(ids.map((id) => id.split(':')).map(([id = '', revision]) => [id, Number(revision)]))
    const actions = await tx.plannedAction.findMany({ where: { id: { in: [...seen.keys()] }, cleeId: clee.id }, orderBy: [{ planId: 'asc' }, { id: 'asc' }] })
    const results: { title: string; schoolYear: string; agreement: Agreement }[] = []
    for (const action of actions) {
      await refuseClosedYear(action.schoolYear, tx)
      results.push({ title: action.title, schoolYear: action.schoolYear, agreement: await agree(tx, actor, clee, side, action, seen.get(action.id) ?? 0) })
    }
    const retained = Map.groupBy(results.filter(({ agreement }) => agreement === 'retained'), ({ schoolYear }) => schoolYear)
    for (const [schoolYear, some] of retained) await tellRetention(tx, clee, schoolYear, some.map(({ title }) => title))
    return { results, unknown: seen.size - actions.length }
  })

/** Takes back the agreement of the actor's side. Throws 409 once the action is retained, or when there is nothing to take back. */
export const withdrawAgreement = (actor: Actor, clee: Clee, action: Action) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    const side = sideOf(actor, clee)
    const { count } = await tx.plannedAction.updateMany({ where: { id: action.id, state: { in: from }, ...whereAgreed(side, true) }, data: noAgreement(side) })
    if (count === 0) throw conflict('Cet accord est déjà repris, ou l’action n’est plus proposée. Rechargez la page.')
    await auditAction(tx, actor, 'action.withdrawal', clee, action, { side })
  })
