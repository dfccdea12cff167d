import { audit, type Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { schoolYearBounds } from '../school-year.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import type { FullAction } from './queries.ts'
import type { ActionFields, ActionInput, NewActionInput } from './schemas.ts'

type Clee = { id: string; name: string; slug: string }

// R12: the dates of an action lie in its school year.
function refuseOtherYear(schoolYear: string, { startsOn, endsOn }: ActionFields) {
  const { first, last } = schoolYearBounds(schoolYear)
  const isOutside = (day: Date | null) => day !== null && (day < first || day > last)
  const sentence = `Cette date n’est pas dans l’année scolaire ${schoolYear} (du 1ᵉʳ septembre au 31 août).`
  if (isOutside(startsOn)) throw new FieldError('startsOn', sentence)
  if (isOutside(endsOn)) throw new FieldError('endsOn', sentence)
}

async function refuseUnknownSchools(tx: Tx, uais: string[]) {
  if ((await tx.school.count({ where: { uai: { in: uais } } })) !== uais.length) throw new FieldError('schoolUais', 'Un de ces établissements n’est pas dans l’annuaire du portail.')
}

function columnsOf({ title, type, audiences, startsOn, endsOn, place, objective, partners, visibility }: ActionFields) {
  return { title, type, audiences, startsOn, endsOn, place, objective, partnersNote: partners, visibility, searchText: [title, objective, place, partners].join(' ') }
}

const toSchools = (uais: string[]) => ({ create: uais.map((schoolUai) => ({ schoolUai })) })

// Changing the plan first locks its row, and tells that the list differs from the one sent.
const touchPlan = (tx: Tx, clee: Clee, schoolYear: string) =>
  tx.actionPlan.upsert({
    where: { cleeId_schoolYear: { cleeId: clee.id, schoolYear } },
    create: { cleeId: clee.id, schoolYear },
    update: { hasChanges: true },
  })

/** Adds an action to the list of a school year. The same form sent twice adds it once. Throws FieldError (dates, schools), 409 for a past year. */
export const addAction = (actor: Actor, clee: Clee, schoolYear: string, input: NewActionInput) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(schoolYear, tx)
    refuseOtherYear(schoolYear, input)
    await refuseUnknownSchools(tx, input.schoolUais)
    const plan = await touchPlan(tx, clee, schoolYear)
    const same = await tx.plannedAction.findUnique({ where: { id: input.id } })
    if (same && same.planId !== plan.id) throw conflict('Ce formulaire a déjà servi. Ouvrez-en un nouveau.')
    if (same) return
    await tx.plannedAction.create({ data: { ...columnsOf(input), id: input.id, planId: plan.id, cleeId: clee.id, schoolYear, proposedByName: actor.name, schools: toSchools(input.schoolUais) } })
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'action.addition', { id: input.id, name: input.title, cleeId: clee.id })
  })

/** Saves an action under its revision. False when somebody saved it since it was read: nothing is written. */
export const updateAction = (actor: Actor, clee: Clee, action: FullAction, input: ActionInput) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    refuseOtherYear(action.schoolYear, input)
    await refuseUnknownSchools(tx, input.schoolUais)
    const { count } = await tx.plannedAction.updateMany({
      where: { id: action.id, revision: input.revision },
      data: { ...columnsOf(input), revision: { increment: 1 } },
    })
    if (count === 0) return false
    await tx.actionSchool.deleteMany({ where: { actionId: action.id } })
    await tx.actionSchool.createMany({ data: input.schoolUais.map((schoolUai) => ({ actionId: action.id, schoolUai })) })
    await touchPlan(tx, clee, action.schoolYear)
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'action.change', { id: action.id, name: input.title, cleeId: clee.id })
    return true
  })

/** Removes an action from the list. Throws 409 for a past year, or when it is gone already. */
export const removeAction = (actor: Actor, clee: Clee, action: FullAction) =>
  db.$transaction(async (tx) => {
    await refuseClosedYear(action.schoolYear, tx)
    const { count } = await tx.plannedAction.deleteMany({ where: { id: action.id } })
    if (count === 0) throw conflict('Cette action a déjà été retirée.')
    await touchPlan(tx, clee, action.schoolYear)
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'action.removal', { id: action.id, name: action.title, cleeId: clee.id })
  })
