import type { Actor } from '../audit/audit.ts'
import { otherSide } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { agreementBy, noAgreement, whereAgreed } from './agreement.ts'
import { refuseOtherYear } from './dates.ts'
import { factsOf, refuseUnpublishable, type SectionKey } from './publication.ts'
import type { FullAction } from './queries.ts'
import type { NewActionInput } from './schemas.ts'
import { indexAction } from './search-text.ts'
import { refuseUnknownSchools, type Change } from './sections.ts'
import { auditAction, lockPlan, recordChange, touchPlan } from './touch.ts'

type Clee = { id: string; name: string; slug: string }

/** Proposes an action in the list of a school year, with the agreement of the proposer's `side` if they give it. The same form sent twice adds it once. Throws FieldError (dates, schools), 409 for a past year. */
export const addAction = (actor: Actor, clee: Clee, schoolYear: string, input: NewActionInput, side: CopilotSide | null = null) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(schoolYear, tx)
    refuseOtherYear(schoolYear, input)
    await refuseUnknownSchools(tx, input.schoolUais)
    const plan = await touchPlan(tx, clee, schoolYear)
    const same = await tx.plannedAction.findUnique({ where: { id: input.id } })
    if (same && same.planId !== plan.id) throw conflict('Ce formulaire a déjà servi. Ouvrez-en un nouveau.')
    if (same) return
    const { schoolUais, agrees, ...columns } = input
    const agreement = agrees && side ? agreementBy(side, actor) : {}
    await tx.plannedAction.create({ data: { ...columns, ...agreement, planId: plan.id, cleeId: clee.id, schoolYear, proposedByName: actor.name, schools: { create: schoolUais.map((schoolUai) => ({ schoolUai })) } } })
    await indexAction(tx, input.id)
    await recordChange(tx, actor, 'action.addition', clee, { ...columns, schoolYear })
    if (agrees && side) await auditAction(tx, actor, 'action.agreement', clee, columns, { side })
  })

// What one side agreed to is what it had read: a sheet that somebody else changes before it is retained, cancelled or not, awaits it again.
async function dropAgreements(tx: Tx, id: string, side: CopilotSide | null) {
  const dropped = side ? [otherSide(side)] : (['education', 'economy'] as const)
  const counts = []
  for (const one of dropped) counts.push((await tx.plannedAction.updateMany({ where: { id, retainedAt: null, ...whereAgreed(one, true) }, data: noAgreement(one) })).count)
  return counts.some((count) => count > 0)
}

export type SectionSave = { section: SectionKey; revision: number; side: CopilotSide | null; read: (tx: Tx) => Promise<Change> }

/**
 * Saves a section of a sheet under its revision. Null when somebody saved it since it was read: nothing is written.
 * Says whether an agreement fell with it. Throws FieldError when publication would lack something, 409 for a past year.
 */
export const saveSection = (actor: Actor, clee: Clee, action: FullAction, { section, revision, side, read }: SectionSave) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    await lockPlan(tx, action)
    const { count } = await tx.plannedAction.updateMany({ where: { id: action.id, revision }, data: { revision: { increment: 1 } } })
    if (count === 0) return null
    const { data, facts } = await read(tx)
    const before = factsOf(action)
    refuseUnpublishable(section, before, { ...before, ...facts })
    const { title } = await tx.plannedAction.update({ where: { id: action.id }, data })
    const dropsAgreement = await dropAgreements(tx, action.id, side)
    await indexAction(tx, action.id)
    await recordChange(tx, actor, 'action.change', clee, { ...action, title }, { section })
    return { dropsAgreement }
  })

/** Removes a proposal from the list; a retained action is cancelled instead. Throws 409 for a past year, or when it is gone or retained already. */
export const removeAction = (actor: Actor, clee: Clee, action: FullAction) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    await lockPlan(tx, action)
    const { count } = await tx.plannedAction.deleteMany({ where: { id: action.id, state: 'proposed' } })
    if (count === 0) throw conflict('Cette action a déjà été retirée, ou est retenue depuis : une action retenue s’annule, avec son motif.')
    await recordChange(tx, actor, 'action.removal', clee, action)
  })
