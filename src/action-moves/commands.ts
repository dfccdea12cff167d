import { noAgreements } from '../actions/agreement.ts'
import { hasBegun, refuseOtherYear, tooEarly } from '../actions/dates.ts'
import type { FullAction } from '../actions/queries.ts'
import { auditAction, lockPlan, recordChange } from '../actions/touch.ts'
import { stateBefore, transitions, type ActionMove } from '../actions/workflow.ts'
import type { Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { ActionState, Prisma } from '../generated/prisma/client.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import type { PostponementInput } from './schemas.ts'

type Clee = { id: string; name: string; slug: string }
type Write = { to?: ActionState; where?: Prisma.PlannedActionWhereInput; data?: Prisma.PlannedActionUncheckedUpdateManyInput }

const nothingAchieved = { outcome: null, outcomeReason: '', pupilsReached: null, girlsReached: null, adultsReached: null, classesReached: null }

/** Moves an action, from one of the states that this move leaves. Throws 409 when it is in another, or its year is closed. */
export async function move(tx: Tx, action: FullAction, name: ActionMove, { to = transitions[name].to, where = {}, data = {} }: Write = {}) {
  await refuseClosedYear(action.schoolYear, tx)
  await lockPlan(tx, action)
  const { count } = await tx.plannedAction.updateMany({ where: { AND: where, id: action.id, state: { in: transitions[name].from } }, data: { ...data, state: to } })
  if (count === 0) throw conflict('Cette action a changé d’état entre-temps. Rechargez la page.')
}

// What the mission was sent has changed: the list says so.
export const asChange = { revision: { increment: 1 } } as const

type Dates = { startsOn: Date | null; endsOn: Date | null }
const sameDay = (one: Date | null, other: Date | null) => one?.getTime() === other?.getTime()

/** Fixes the day or the period of a retained action, or of one that was postponed. */
export const planAction = (actor: Actor, clee: Clee, action: FullAction, { startsOn, endsOn }: Dates) =>
  db.$transaction(async (tx) => {
    const dates = { startsOn, endsOn }
    refuseOtherYear(action.schoolYear, dates)
    const isMoved = !sameDay(action.startsOn, startsOn) || !sameDay(action.endsOn, endsOn)
    await move(tx, action, 'planning', { data: { ...dates, outcome: null, outcomeReason: '', ...(isMoved && asChange) } })
    if (isMoved) return recordChange(tx, actor, 'action.planning', clee, action)
    await touchClee(tx, clee.id)
    await auditAction(tx, actor, 'action.planning', clee, action)
  })

/** Throws FieldError before the first day of an action: nothing is achieved yet (R12). */
export function refuseTooEarly(action: FullAction) {
  if (!hasBegun(action)) throw new FieldError('outcome', tooEarly(action))
}

// What nobody had retained was never announced: its cancellation is not either.
const unannounced = ({ state }: FullAction): Write =>
  state === 'proposed' ? { data: { visibility: 'private' }, where: { state: 'proposed' } } : { where: { state: { not: 'proposed' } } }

/** Cancels an action that was not done; the reason stays on its sheet. */
export const cancelAction = (actor: Actor, clee: Clee, action: FullAction, reason: string) =>
  db.$transaction(async (tx) => {
    const { data, where } = unannounced(action)
    await move(tx, action, 'cancellation', { data: { ...data, outcome: 'cancelled', outcomeReason: reason, ...asChange }, ...(where && { where }) })
    await recordChange(tx, actor, 'action.cancellation', clee, action, { reason })
  })

/** Postpones an action: without another day, it awaits one; with one, it is planned anew, and keeps the reason. */
export const postponeAction = (actor: Actor, clee: Clee, action: FullAction, { reason, startsOn, endsOn }: PostponementInput) =>
  db.$transaction(async (tx) => {
    refuseOtherYear(action.schoolYear, { startsOn, endsOn })
    if (startsOn && sameDay(startsOn, action.startsOn)) throw new FieldError('startsOn', 'C’est la date actuelle : indiquez-en une autre, ou laissez vide si elle n’est pas encore connue.')
    const outcome = startsOn ? null : ('postponed' as const)
    await move(tx, action, 'postponement', { ...(startsOn && { to: 'planned' }), data: { outcome, outcomeReason: reason, ...(startsOn && { startsOn, endsOn }), ...asChange } })
    await recordChange(tx, actor, 'action.postponement', clee, action, { reason })
    if (startsOn) await auditAction(tx, actor, 'action.planning', clee, action)
  })

/** Takes an action back to where it was before its outcome, which goes with its figures; what was written of it stays. */
export const reopenAction = (actor: Actor, clee: Clee, action: FullAction) =>
  db.$transaction(async (tx) => {
    const to = stateBefore(action)
    await move(tx, action, 'reopening', { to, where: { outcome: action.outcome, retainedAt: to === 'proposed' ? null : { not: null } }, data: { ...nothingAchieved, ...(to === 'proposed' && noAgreements), ...asChange } })
    await tx.actionIndicator.updateMany({ where: { actionId: action.id }, data: { achieved: null } })
    await recordChange(tx, actor, 'action.reopening', clee, action)
    return to
  })
