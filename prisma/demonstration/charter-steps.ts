import { createCharter, returnCharter, reviseCharter, saveArticle, submitCharter, validateCharter } from '../../src/charters/commands.ts'
import { getLatestCharter } from '../../src/charters/queries.ts'
import { articleSchema, returnSchema } from '../../src/charters/schemas.ts'
import { enter } from './steps.ts'
import type { Edit, Stage, Step, Who } from './story.ts'

async function open(stage: Stage, who: Who) {
  const { actor, clee } = await enter(stage, who)
  return { actor, clee, charter: await getLatestCharter(clee.id) }
}

export const beginsCharter = (who: Who): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  await createCharter(actor, clee)
}

/** Rewrites articles, by their key in the template. */
export const writes = (who: Who, edits: Record<string, Edit>): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  for (const [key, edit] of Object.entries(edits)) {
    const article = charter.articles.find((one) => one.key === key)
    if (!article) throw new Error(`La charte n’a pas d’article « ${key} ».`)
    const input = articleSchema.parse({ body: edit(article.body), revision: article.revision })
    if (!(await saveArticle(actor, clee, charter, article, input))) throw new Error(`L’article « ${key} » a changé entre-temps.`)
  }
}

export const submits = (who: Who): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  await submitCharter(actor, clee, charter)
}

export const validates: Step = async (stage) => {
  const { actor, clee, charter } = await open(stage, 'mission')
  await validateCharter(actor, clee, charter)
}

export const returns = (reason: string): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, 'mission')
  await returnCharter(actor, clee, charter, returnSchema.parse({ reason }).reason)
}

export const revises = (who: Who): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  await reviseCharter(actor, clee, charter)
}
