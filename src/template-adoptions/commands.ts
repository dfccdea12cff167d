import { isDeepStrictEqual } from 'node:util'
import { audit, type Actor } from '../audit/audit.ts'
import { findPublishedTemplate, type FullCharter } from '../charters/queries.ts'
import { articleFromTemplate } from '../charters/template.ts'
import type { FullClee } from '../clees/queries.ts'
import { db, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { Article, TemplateArticle } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { adoptionMessage } from './mails.ts'

type Followed = Pick<Article, 'position' | 'kind' | 'title' | 'guidance' | 'axisChoices' | 'isMandatory'>

// An axis that the CLEE chose stays among the choices: the next save would lose it otherwise.
const followTemplate = ({ position, kind, title, guidance, axes, isMandatory }: TemplateArticle, written: Article): Followed => ({
  position,
  kind,
  title,
  guidance,
  axisChoices: [...axes, ...written.axes.filter((axis) => !axes.includes(axis))],
  isMandatory,
})

const followedOf = ({ position, kind, title, guidance, axisChoices, isMandatory }: Article): Followed => ({ position, kind, title, guidance, axisChoices, isMandatory })

/** Gives an article its new frame; what the CLEE wrote stays, and pages opened before must read it again. */
async function reframe(tx: Tx, actor: Actor, article: Article, frame: Followed) {
  if (isDeepStrictEqual(followedOf(article), frame)) return
  await tx.article.update({ where: { id: article.id }, data: { ...frame, revision: { increment: 1 }, updatedByName: actor.name } })
}

async function followAll(tx: Tx, actor: Actor, clee: FullClee, charterId: string, wanted: TemplateArticle[]) {
  const written = await tx.article.findMany({ where: { charterId }, orderBy: { position: 'asc' } })
  for (const article of wanted) {
    const present = written.find(({ key }) => key === article.key)
    if (present) await reframe(tx, actor, present, followTemplate(article, present))
    else await tx.article.create({ data: { charterId, ...articleFromTemplate(article, clee) } })
  }
  const outside = written.filter(({ key }) => !wanted.some((article) => article.key === key))
  for (const [index, article] of outside.entries()) await reframe(tx, actor, article, { ...followedOf(article), position: wanted.length + index + 1, isMandatory: false })
}

/**
 * Brings a draft to the published template: what the CLEE wrote stays whole, new articles enter with their starting text,
 * those that the template has no more stay at the end. The other co-pilots are told. Throws 409 when the charter was sent or has adopted it, or when a newer template came.
 */
export const adoptTemplate = (actor: Actor & { email: string }, clee: FullClee, charter: FullCharter, version: number) =>
  db.$transaction(async (tx) => {
    const template = await findPublishedTemplate(tx)
    if (template.version !== version) throw conflict('Le modèle a changé depuis que vous avez ouvert cette page. Rechargez-la pour lire ce qui change.')
    const { count } = await tx.charter.updateMany({ where: { id: charter.id, status: 'draft', templateVersion: { lt: version } }, data: { templateVersion: version } })
    if (count === 0) throw conflict('Cette charte suit déjà ce modèle, ou vient d’être transmise. Rechargez la page.')
    // Read after the change, which locks the version: a text saved meanwhile is kept too.
    await followAll(tx, actor, clee, charter.id, template.articles)
    const subject = { id: charter.id, name: `Charte de « ${clee.name} », version ${charter.version}`, cleeId: clee.id }
    await audit(tx, actor, 'charter.template', subject, { from: charter.templateVersion, to: version })
    const others = (await copilotRecipients(tx, clee.id)).filter(({ email }) => email !== actor.email)
    await notify(tx, 'charter.template', others, adoptionMessage(clee, actor.name, version))
  })
