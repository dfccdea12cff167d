import { commentArticles } from '../../src/charter-comments/commands.ts'
import { remarksIn } from '../../src/charter-comments/remarks.ts'
import { commentsSchema, fieldOf } from '../../src/charter-comments/schemas.ts'
import { saveArticle } from '../../src/charter-writing/commands.ts'
import { articleSchema } from '../../src/charter-writing/schemas.ts'
import { agreeToCharter, createCharter, proposeCharter, returnCharter, reviseCharter, validateCharter } from '../../src/charters/commands.ts'
import { getLatestCharter } from '../../src/charters/queries.ts'
import { returnSchema } from '../../src/charters/schemas.ts'
import { otherSide } from '../../src/copilots/seats.ts'
import { signCharter } from '../../src/signatures/commands.ts'
import { signerOf } from '../../src/signatures/signer.ts'
import { enter } from './steps.ts'
import type { Edit, Stage, Step, Who } from './story.ts'

async function open(stage: Stage, who: Who) {
  const { actor, clee } = await enter(stage, who)
  return { actor, clee, charter: await getLatestCharter(clee.id) }
}

function expectDone(isDone: boolean) {
  if (!isDone) throw new Error('La charte n’en est pas là.')
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
    const { body, axes, priorities, revision } = article
    const input = articleSchema(article).parse({ body, axes, priorities, revision, ...edit(article) })
    if (!(await saveArticle(actor, clee, charter, article, input))) throw new Error(`L’article « ${key} » a changé entre-temps.`)
  }
}

/** One co-pilot sends it to the other, who agrees: it is the mission's. */
export const submits = (who: 'education' | 'economy'): Step => async (stage) => {
  await proposes(who)(stage)
  const { actor, clee, charter } = await open(stage, otherSide(who))
  expectDone(await agreeToCharter(actor, clee, charter))
}

/** One co-pilot sends it to the other, whose agreement it awaits. */
export const proposes = (who: 'education' | 'economy'): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  expectDone(await proposeCharter(actor, clee, charter, who))
}

export const validates: Step = async (stage) => {
  const { actor, clee, charter } = await open(stage, 'mission')
  expectDone(await validateCharter(actor, clee, charter))
}

/** One of those who sign the version in force signs it. */
export const signs = (who: Who): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  const signer = signerOf(actor, clee)
  if (!signer) throw new Error(`${stage.slug} : ${actor.name} ne signe pas.`)
  await signCharter(actor, clee, charter, signer)
}

export const returns = (reason: string): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, 'mission')
  expectDone(await returnCharter(actor, clee, charter, returnSchema.parse({ reason }).reason))
}

export const revises = (who: Who): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  await reviseCharter(actor, clee, charter)
}

/** Remarks on an article of the version in the works. */
export const comments = (who: Who, key: string, remark: string): Step => async (stage) => {
  const { actor, clee, charter } = await open(stage, who)
  const typed = commentsSchema(charter.articles).parse({ [fieldOf({ key })]: remark })
  expectDone(await commentArticles(actor, clee, charter, remarksIn(charter, typed)))
}
