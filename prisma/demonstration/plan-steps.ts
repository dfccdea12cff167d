import { randomUUID } from 'node:crypto'
import { acknowledgePlan, submitPlan } from '../../src/action-plans/commands.ts'
import { findPlan } from '../../src/action-plans/queries.ts'
import { agreeToActions } from '../../src/action-moves/agreements.ts'
import { cancelAction, planAction, postponeAction } from '../../src/action-moves/commands.ts'
import { saveReview } from '../../src/action-moves/review.ts'
import { postponementSchema, reviewSchema } from '../../src/action-moves/schemas.ts'
import { addAction, saveSection } from '../../src/actions/commands.ts'
import { changePartners } from '../../src/actions/partners.ts'
import { getAction, listPartnerChoices, type FullAction } from '../../src/actions/queries.ts'
import { changeAudience, changeCourse, changeDiffusion, changeOrganisation, type Change } from '../../src/actions/sections.ts'
import type { Actor } from '../../src/audit/audit.ts'
import type { FullClee } from '../../src/clees/queries.ts'
import { otherSide, sideIn } from '../../src/copilots/seats.ts'
import { db, type Tx } from '../../src/db.ts'
import { schoolYearOf, today } from '../../src/school-year.ts'
import { audienceFormOf, courseFormOf, diffusionFormOf, newFormOf, organisationFormOf, partnersFormOf } from './action-forms.ts'
import { enter } from './steps.ts'
import type { AchievedFact, ActionFact, Stage, Step, Who } from './story.ts'

async function open(stage: Stage, who: Who) {
  const { actor, clee } = await enter(stage, who)
  const plan = await findPlan(clee.id, schoolYearOf())
  if (!plan) throw new Error(`${stage.slug} n’a pas de liste d’actions.`)
  return { actor, clee, plan }
}

/** Everything that the sections of a sheet would write, saved at once. */
async function readSheet(tx: Tx, clee: FullClee, action: FullAction, fact: ActionFact): Promise<Change> {
  const { revision } = action
  const known = await tx.organisation.findMany({ where: { name: { in: fact.partners.map((partner) => partner.split(/\s:\s/)[0] ?? '') } }, select: { name: true }, orderBy: { createdAt: 'asc' } })
  const changes = [
    await changeAudience(tx, clee, action, audienceFormOf(fact, revision)),
    await changeCourse(tx, clee, action, courseFormOf(fact, revision)),
    await changeOrganisation(tx, clee, action, organisationFormOf(fact, revision)),
    await changePartners(tx, clee, action, partnersFormOf(fact, { offered: listPartnerChoices(clee, action), known }, revision)),
    await changeDiffusion(tx, clee, action, diffusionFormOf(fact, revision)),
  ]
  return { data: Object.assign({}, ...changes.map(({ data }) => data)), facts: Object.assign({}, ...changes.map(({ facts }) => facts)) }
}

async function save(actor: Actor, clee: FullClee, action: FullAction, fact: ActionFact) {
  const side = sideIn(actor, clee)
  const saved = await saveSection(actor, clee, action, { section: 'diffusion', revision: action.revision, side, read: (tx) => readSheet(tx, clee, action, fact) })
  if (!saved) throw new Error(`L’action « ${fact.title} » a changé entre-temps.`)
}

/** What became of an action whose last day is past. */
const reviewOf = ({ partly, strengths = '', improvements = '', repeats, isFinished, ...figures }: AchievedFact) =>
  reviewSchema.parse({
    ...Object.fromEntries(Object.entries(figures).map(([field, count]) => [field, String(count)])),
    outcome: partly ? 'partly' : 'done', outcomeReason: partly ?? '', strengths, improvements, repeatsNextYear: repeats ? 'oui' : '', seen: '', step: isFinished ? 'terminer' : '',
  })

const isOver = ({ startsOn, endsOn }: FullAction) => startsOn !== null && (endsOn ?? startsOn) <= today()

/** From retained to where its story takes it. */
async function follow(actor: Actor, clee: FullClee, id: string, fact: ActionFact) {
  const action = await getAction(clee.id, id)
  if (fact.cancelled) return cancelAction(actor, clee, action, fact.cancelled)
  if (fact.postponed) return postponeAction(actor, clee, action, postponementSchema.parse({ reason: fact.postponed, startsOn: '', endsOn: '' }))
  if (action.startsOn) await planAction(actor, clee, action, action)
  if (fact.achieved && isOver(action)) await saveReview(actor, clee, await getAction(clee.id, id), reviewOf(fact.achieved))
}

/** The other side agrees to those that are not left open; where nobody holds it, they all wait. */
async function agrees(stage: Stage, who: Who, ids: string[]) {
  const side = otherSide(who === 'economy' ? 'economy' : 'education')
  if (!stage.emails[side]) return false
  const { actor, clee } = await enter(stage, side).catch(() => ({ actor: null, clee: null }))
  if (!actor || !sideIn(actor, clee)) return false
  const sheets = await db.plannedAction.findMany({ where: { id: { in: ids } }, select: { id: true, revision: true }, orderBy: { id: 'asc' } })
  await agreeToActions(actor, clee, sheets.map(({ id, revision }) => `${id}:${revision}`))
  return true
}

/** Somebody proposes actions with their agreement and fills their sheets; both sides retain them, and each follows its story. */
export const adds = (who: Who, actions: ActionFact[]): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  const added = actions.map((fact) => ({ fact, id: randomUUID() }))
  for (const { fact, id } of added) {
    await addAction(actor, clee, schoolYearOf(), newFormOf(fact, id), sideIn(actor, clee))
    await save(actor, clee, await getAction(clee.id, id), fact)
  }
  const settled = added.filter(({ fact }) => !fact.isOpen)
  if (settled.length === 0 || !(await agrees(stage, who, settled.map(({ id }) => id)))) return
  for (const { fact, id } of settled) await follow(actor, clee, id, fact)
}

/** Saves the sheet of an action already in the list, found by its title, with other values in places. */
export const changes = (who: Who, action: ActionFact, change: Partial<ActionFact>): Step => async (stage) => {
  const { actor, clee, plan } = await open(stage, who)
  const stored = plan.actions.find(({ title }) => title === action.title)
  if (!stored) throw new Error(`L’action « ${action.title} » n’est pas dans la liste.`)
  await save(actor, clee, stored, { ...action, ...change })
}

export const sendsList = (who: Who): Step => async (stage) => {
  const { actor, clee, plan } = await open(stage, who)
  await submitPlan(actor, clee, plan)
}

export const acknowledgesList: Step = async (stage) => {
  const { actor, clee, plan } = await open(stage, 'mission')
  await acknowledgePlan(actor, clee, plan)
}

