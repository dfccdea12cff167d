import { indicatorRows } from '../actions/fields.ts'
import type { FullAction } from '../actions/queries.ts'
import { auditAction, lockPlan, recordChange } from '../actions/touch.ts'
import { achievedOutcomes } from '../actions/workflow.ts'
import type { Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { ActionOutcome, ActionState } from '../generated/prisma/client.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { refuseUnseen } from '../seen.ts'
import { asChange, move, refuseTooEarly } from './commands.ts'
import type { ReviewInput } from './schemas.ts'

type Clee = { id: string; name: string; slug: string }

/** What may be said of an action, by its state: an outcome already told changes by reopening it. */
export const outcomesIn: Record<ActionState, ActionOutcome[]> = {
  proposed: [],
  retained: ['done', 'partly', 'cancelled'],
  planned: ['done', 'partly', 'cancelled'],
  done: ['done', 'partly'],
  cancelled: ['cancelled'],
  postponed: ['postponed'],
  reviewed: [],
}

/** What the form of the review shows of an action. */
export const reviewOf = ({ outcome, outcomeReason, pupilsReached, girlsReached, adultsReached, classesReached, strengths, improvements, repeatsNextYear, indicators }: FullAction) => ({
  outcome: outcome ?? '', outcomeReason, pupilsReached, girlsReached, adultsReached, classesReached, strengths, improvements,
  repeatsNextYear: repeatsNextYear === null ? '' : repeatsNextYear ? 'oui' : 'non',
  ...Object.fromEntries(indicators.map(({ position, achieved }) => [`indicatorAchieved${position + 1}`, achieved])),
})

const isAchieved = (outcome: string) => achievedOutcomes.some((one) => one === outcome)

/** What the form writes in the row; without an outcome, what is written is kept for later. */
function columnsOf(input: ReviewInput) {
  const { outcome, outcomeReason, pupilsReached, girlsReached, adultsReached, classesReached, strengths, improvements, repeatsNextYear } = input
  const texts = { strengths, improvements, repeatsNextYear }
  if (outcome === '') return { texts, told: null }
  const figures = { pupilsReached, girlsReached, adultsReached, classesReached }
  return { texts, told: { outcome, outcomeReason: outcome === 'done' ? '' : outcomeReason, ...figures } }
}

async function saveIndicators(tx: Tx, action: FullAction, input: ReviewInput) {
  for (const row of indicatorRows) {
    const achieved = isAchieved(input.outcome) ? input[`indicatorAchieved${row}`] : null
    await tx.actionIndicator.updateMany({ where: { actionId: action.id, position: row - 1 }, data: { achieved } })
  }
}

function refuseOutcome(action: FullAction, { outcome }: ReviewInput) {
  if (outcome === '') return
  if (!outcomesIn[action.state].includes(outcome)) throw new FieldError('outcome', 'Choisissez une réponse de la liste.')
  if (isAchieved(outcome)) refuseTooEarly(action)
}

type Told = { outcome: ActionOutcome; outcomeReason: string }

/** Tells the outcome of an action still to come: a move of its own, in the journal as such. */
async function tellOutcome(tx: Tx, actor: Actor, clee: Clee, action: FullAction, told: Told) {
  if (!isAchieved(told.outcome)) {
    await move(tx, action, 'cancellation', { data: { ...told, ...asChange } })
    return recordChange(tx, actor, 'action.cancellation', clee, action, { reason: told.outcomeReason })
  }
  await move(tx, action, 'completion', { data: told })
  await auditAction(tx, actor, 'action.completion', clee, action, { outcome: told.outcome })
}

/** The sheet as it is now, its list locked. Throws 409 in a state without a review, FieldError when its review was saved since it was seen. */
async function readPresent(tx: Tx, action: FullAction, seen: string) {
  await refuseClosedYear(action.schoolYear, tx)
  await lockPlan(tx, action)
  const present = await tx.plannedAction.findUnique({ where: { id: action.id }, include: { indicators: { orderBy: { position: 'asc' } } } })
  if (!present || present.state === 'proposed' || present.state === 'reviewed') throw conflict('Le bilan de cette action ne peut plus être saisi : il est terminé, ou l’action n’est pas retenue. Rechargez la page.')
  const now = { ...action, ...present }
  refuseUnseen(seen, reviewOf(now))
  return now
}

/** Saves the review of an action; its outcome, once told, moves it, and `step` « terminer » ends the review. Throws FieldError, 409 when it is ended already. */
export const saveReview = (actor: Actor, clee: Clee, action: FullAction, input: ReviewInput) =>
  db.$transaction(async (tx) => {
    const present = await readPresent(tx, action, input.seen)
    refuseOutcome(present, input)
    const { texts, told } = columnsOf(input)
    const isToCome = present.outcome === null
    if (told && isToCome) await tellOutcome(tx, actor, clee, present, told)
    if (!told && !isToCome) throw new FieldError('outcome', 'Dites ce qu’il est advenu de l’action ; pour effacer ce qui a été dit, rouvrez-la.')
    await tx.plannedAction.update({ where: { id: action.id }, data: { ...texts, ...told } })
    await saveIndicators(tx, present, input)
    if (input.step === 'terminer') await move(tx, present, 'review')
    await touchClee(tx, clee.id)
    await auditAction(tx, actor, 'action.review', clee, action, { isFinished: input.step === 'terminer' })
  })
