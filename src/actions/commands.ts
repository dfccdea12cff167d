import type { Actor } from '../audit/audit.ts'
import { otherSide } from '../copilots/seats.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { CopilotSide } from '../generated/prisma/client.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { agreementBy, noAgreement, whereAgreed } from './agreement.ts'
import { refuseOtherYear } from './dates.ts'
import { factsOf, refuseUnpublishable, type SectionKey } from './publication.ts'
import { actionInclude, type FullAction } from './queries.ts'
import type { NewActionInput } from './schemas.ts'
import { indexAction } from './search-text.ts'
import { sectionPrint } from './section-values.ts'
import { refuseUnknownSchools, type Change } from './sections.ts'
import { auditAction, lockPlan, recordChange, touchPlan } from './touch.ts'

type Clee = { id: string; name: string; slug: string }

/** Proposes an action within a transaction: see addAction. */
export async function addActionIn(tx: Tx, actor: Actor, clee: Clee, schoolYear: string, input: NewActionInput, side: CopilotSide | null) {
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
}

/** Proposes an action in the list of a school year, with the agreement of the proposer's `side` if they give it. The same form sent twice adds it once. Throws FieldError (dates, schools), 409 for a past year. */
export const addAction = (actor: Actor, clee: Clee, schoolYear: string, input: NewActionInput, side: CopilotSide | null = null) =>
  db.$transaction((tx) => addActionIn(tx, actor, clee, schoolYear, input, side))

// What one side agreed to is what it had read: a sheet that somebody else changes before it is retained, cancelled or not, awaits it again.
async function dropAgreements(tx: Tx, id: string, side: CopilotSide | null) {
  const dropped = side ? [otherSide(side)] : (['education', 'economy'] as const)
  const counts = []
  for (const one of dropped) counts.push((await tx.plannedAction.updateMany({ where: { id, retainedAt: null, ...whereAgreed(one, true) }, data: noAgreement(one) })).count)
  return counts.some((count) => count > 0)
}

export type SectionSave = { section: SectionKey; revision: number; seen?: string; side: CopilotSide | null; read: (tx: Tx, present: FullAction) => Promise<Change> }

/** The sheet as it is now, its list locked; null when this section is not what its form showed. */
async function readUnchanged(tx: Tx, { id, planId }: FullAction, { section, revision, seen }: SectionSave) {
  await lockPlan(tx, { planId })
  const present = await tx.plannedAction.findUnique({ where: { id }, include: actionInclude })
  return present && (present.revision === revision || sectionPrint(present, section) === seen) ? present : null
}

/**
 * Saves a section of a sheet. Null when somebody saved that section since it was read: nothing is written.
 * Says whether an agreement fell with it. Throws FieldError when publication would lack something, 409 for a past year.
 */
export const saveSection = (actor: Actor, clee: Clee, action: FullAction, save: SectionSave) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    const present = await readUnchanged(tx, action, save)
    if (!present) return null
    const { data, facts } = await save.read(tx, present)
    const before = factsOf(present)
    refuseUnpublishable(save.section, before, { ...before, ...facts })
    const { title } = await tx.plannedAction.update({ where: { id: action.id }, data: { ...data, revision: { increment: 1 } } })
    const dropsAgreement = await dropAgreements(tx, action.id, save.side)
    await indexAction(tx, action.id)
    await recordChange(tx, actor, 'action.change', clee, { ...action, title }, { section: save.section })
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
