import { actionTypeKeys, actionTypes, audienceKeys, avenirGoalKeys, levelKeys, sectorKeys, sectors, type ActionType } from '../../../src/actions/vocabulary.ts'
import { lastYear, yearName, type Network, type Row, type Size } from './network.ts'
import type { Draw } from './random.ts'
import { objectives, parts, places, syllables, titles, topics, towns, trades } from './words.ts'

export type Batch = Record<'action_plans' | 'planned_actions' | 'action_schools' | 'action_partners' | 'action_clees' | 'action_indicators', Row[]>

const emptyBatch = (): Batch => ({ action_plans: [], planned_actions: [], action_schools: [], action_partners: [], action_clees: [], action_indicators: [] })
const day = (date: Date) => date.toISOString().slice(0, 10)
const daysAfter = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000)

function titleOf(draw: Draw, type: ActionType, sector: keyof typeof sectors, age: number) {
  const trade = trades[sector]
  const invented = draw.chance(0.2) ? ` «\u00a0${draw.pick(syllables)}${draw.pick(syllables)}${draw.pick(syllables)}\u00a0»` : ''
  const about = draw.chance(0.5) && trade ? `\u00a0: ${draw.pick(trade)}` : draw.chance(0.3) ? ` de ${draw.pick(towns)}` : ''
  const topic = draw.chance(0.1) && topics[age] ? `, ${topics[age]}` : ''
  return `${draw.pick(titles[type])}${about}${topic}${invented}`
}

/** What became of it: this year's are still to come for the most part, those of the past are over. */
function fateOf(draw: Draw, age: number) {
  if (age === 0) {
    const state = draw.pick(['proposed', 'retained', 'planned', 'planned', 'done'] as const)
    return state === 'done' ? achieved(draw, 'done') : { state }
  }
  if (draw.chance(0.07)) return { state: draw.pick(['cancelled', 'reviewed'] as const), outcome: 'cancelled', outcome_reason: 'Trop peu d’inscrits.' }
  if (draw.chance(0.04)) return { state: 'postponed', outcome: 'postponed', outcome_reason: 'Entreprise indisponible.' }
  return achieved(draw, draw.chance(0.8) ? 'reviewed' : 'done')
}

function achieved(draw: Draw, state: 'done' | 'reviewed') {
  const pupils = draw.between(5, 300)
  const isPartial = draw.chance(0.1)
  const figures = { pupils_reached: pupils, girls_reached: draw.between(0, pupils), adults_reached: draw.between(0, 40), classes_reached: draw.between(1, 10) }
  return { state, outcome: isPartial ? 'partly' : 'done', outcome_reason: isPartial ? 'Une partie des classes seulement.' : '', ...figures, strengths: 'Des échanges nombreux.', repeats_next_year: draw.chance(0.6) }
}

type Plan = { id: string; cleeId: string; schoolYear: string; first: number; age: number }

const defaults = { outcome: null, outcome_reason: '', pupils_reached: null, girls_reached: null, adults_reached: null, classes_reached: null, strengths: '', improvements: '', repeats_next_year: null }
const texts = { proposed_by_name: 'Une copilote', origin_text: '', registration_url: '', partners_note: '', public_summary: '', revision: 1 }

function actionOf(draw: Draw, plan: Plan, partners: { name: string }[]) {
  const [type, sector, place] = [draw.pick(actionTypeKeys), draw.pick(sectorKeys), `${draw.pick(places)} de ${draw.pick(towns)}`]
  const [title, objective] = [titleOf(draw, type, sector, plan.age), draw.several(objectives, 2).join(' ')]
  const others = draw.chance(0.3) ? [draw.pick(sectorKeys)] : []
  const start = daysAfter(new Date(`${plan.first}-09-05T00:00:00Z`), draw.below(290))
  const created = daysAfter(new Date(`${plan.first}-06-15T08:00:00Z`), draw.below(80))
  const fate = fateOf(draw, plan.age)
  const visibility = fate.state === 'proposed' ? 'private' : draw.pick(['private', 'private', 'private', 'network', 'network', 'network', 'network', 'public', 'public', 'public'] as const)
  return {
    id: draw.uuid(created), plan_id: plan.id, school_year: plan.schoolYear, clee_id: plan.cleeId, title, type, objective, place, visibility,
    audiences: draw.several(audienceKeys, draw.between(1, 2)), levels: draw.several(levelKeys, draw.between(1, 3)), avenir_goals: draw.several(avenirGoalKeys, 1), sectors: [...new Set([sector, ...others])],
    pupils_planned: draw.between(10, 300), starts_on: day(start), ends_on: draw.chance(0.2) ? day(daysAfter(start, draw.below(5))) : null,
    seats: null, budget: draw.chance(0.3) ? draw.between(100, 5_000) : null, ...texts, ...defaults, ...fate, created_at: created, updated_at: created, retained_at: fate.state === 'proposed' ? null : created,
    search_text: [title, actionTypes[type], objective, place, sectors[sector], ...partners.map(({ name }) => name)].join(' '),
  }
}

function addAction(draw: Draw, network: Network, batch: Batch, plan: Plan) {
  const partners = draw.several(network.organisations, 2)
  const action = actionOf(draw, plan, partners)
  batch.planned_actions.push(action)
  for (const { uai } of draw.several(network.schools, 2)) batch.action_schools.push({ action_id: action.id, school_uai: uai, school_year: plan.schoolYear })
  for (const { id } of partners) batch.action_partners.push({ action_id: action.id, organisation_id: id, part: draw.pick(parts), school_year: plan.schoolYear })
  const associated = draw.pick(network.clees)
  if (draw.chance(0.03) && associated.id !== plan.cleeId) batch.action_clees.push({ action_id: action.id, clee_id: associated.id })
  if (draw.chance(0.4)) batch.action_indicators.push({ id: draw.uuid(action.created_at), action_id: action.id, position: 1, label: 'Élèves inscrits', target: draw.between(10, 200), achieved: null })
}

function planOf(draw: Draw, cleeId: string, age: number): { plan: Plan; row: Row } {
  const first = lastYear - age
  const schoolYear = yearName(first)
  const [id, submitted] = [draw.uuid(new Date(`${first}-06-10T08:00:00Z`)), new Date(`${first}-10-10T08:00:00Z`)]
  const sent = { status: 'acknowledged', has_changes: false, submitted_at: submitted, submitted_by_name: 'Une copilote', receipt: `ACT-MESURE-${id}`, acknowledged_at: submitted, acknowledged_by_name: 'La mission' }
  const draft = { status: 'draft', has_changes: true, submitted_at: null, submitted_by_name: null, receipt: null, acknowledged_at: null, acknowledged_by_name: null }
  return { plan: { id, cleeId, schoolYear, first, age }, row: { id, clee_id: cleeId, school_year: schoolYear, ...(age === 0 ? draft : sent) } }
}

/** The actions, oldest year first, in batches that are forgotten once written. */
export function* makeActions(draw: Draw, network: Network, size: Size, batchSize = 2_000): Generator<Batch> {
  const plans = size.clees * size.years
  let batch = emptyBatch()
  for (let index = 0; index < plans; index += 1) {
    const age = size.years - 1 - Math.floor(index / size.clees)
    const { plan, row } = planOf(draw, network.clees[index % size.clees]?.id ?? '', age)
    batch.action_plans.push(row)
    const until = Math.round((size.actions * (index + 1)) / plans)
    for (let number = Math.round((size.actions * index) / plans); number < until; number += 1) addAction(draw, network, batch, plan)
    if (batch.planned_actions.length < batchSize) continue
    yield batch
    batch = emptyBatch()
  }
  yield batch
}
