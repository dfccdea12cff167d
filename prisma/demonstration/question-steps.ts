import { answerForPlan, askAboutPlan } from '../../src/action-plans/commands.ts'
import { findPlan, listPlanMessages } from '../../src/action-plans/queries.ts'
import { answerSchema, questionSchema } from '../../src/action-plans/schemas.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { enter } from './steps.ts'
import type { Stage, Step, Who } from './story.ts'

async function read(stage: Stage, who: Who) {
  const { actor, clee } = await enter(stage, who)
  const plan = await findPlan(clee.id, schoolYearOf())
  if (!plan?.receipt) throw new Error(`${stage.slug} n’a pas transmis sa liste d’actions.`)
  return { actor, clee, plan, receipt: plan.receipt }
}

/** The mission asks about the list that was sent. */
export const asksAboutList = (body: string): Step => async (stage) => {
  const { actor, clee, plan, receipt } = await read(stage, 'mission')
  if (!(await askAboutPlan(actor, clee, plan, questionSchema.parse({ receipt, body })))) throw new Error(`La liste de ${stage.slug} n’attend pas la mission.`)
}

/** A co-pilot answers. */
export const answersForList = (who: Who, body: string): Step => async (stage) => {
  const { actor, clee, plan, receipt } = await read(stage, who)
  const question = (await listPlanMessages(plan.id)).at(-1)?.id
  if (!(await answerForPlan(actor, clee, plan, answerSchema.parse({ receipt, question, body })))) throw new Error(`La liste de ${stage.slug} n’attend pas de réponse.`)
}
