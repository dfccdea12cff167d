import { randomUUID } from 'node:crypto'
import { acknowledgePlan, submitPlan } from '../../src/action-plans/commands.ts'
import { findPlan } from '../../src/action-plans/queries.ts'
import { addAction, updateAction } from '../../src/actions/commands.ts'
import { actionSchema, newActionSchema } from '../../src/actions/schemas.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { isoDay } from './days.ts'
import { enter } from './steps.ts'
import type { ActionFact, Day, Stage, Step, Who } from './story.ts'

const fieldOf = (day: Day | null | undefined) => (day === null || day === undefined ? '' : isoDay(day))

/** What the action's form would send. */
const formOf = ({ schools, partners, startsOn, endsOn, ...action }: ActionFact) => ({
  ...action,
  startsOn: fieldOf(startsOn),
  endsOn: fieldOf(endsOn),
  partners: partners.join('\n'),
  schoolUais: schools,
})

async function open(stage: Stage, who: Who) {
  const { actor, clee } = await enter(stage, who)
  const plan = await findPlan(clee.id, schoolYearOf())
  if (!plan) throw new Error(`${stage.slug} n’a pas de liste d’actions.`)
  return { actor, clee, plan }
}

export const adds = (who: Who, actions: ActionFact[]): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  for (const action of actions) {
    await addAction(actor, clee, schoolYearOf(), newActionSchema.parse({ ...formOf(action), id: randomUUID() }))
  }
}

/** Saves the form of an action already in the list, found by its title, with other values in places. */
export const changes = (who: Who, action: ActionFact, change: Partial<ActionFact>): Step => async (stage) => {
  const { actor, clee, plan } = await open(stage, who)
  const stored = plan.actions.find(({ title }) => title === action.title)
  if (!stored) throw new Error(`L’action « ${action.title} » n’est pas dans la liste.`)
  const input = actionSchema.parse({ ...formOf({ ...action, ...change }), revision: stored.revision })
  if (!(await updateAction(actor, clee, stored, input))) throw new Error(`L’action « ${action.title} » a changé entre-temps.`)
}

export const sendsList = (who: Who): Step => async (stage) => {
  const { actor, clee, plan } = await open(stage, who)
  await submitPlan(actor, clee, plan)
}

export const acknowledgesList: Step = async (stage) => {
  const { actor, clee, plan } = await open(stage, 'mission')
  await acknowledgePlan(actor, clee, plan)
}
