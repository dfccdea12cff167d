import { audit, type Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { takeNote } from '../clees/commands.ts'
import type { FullClee } from '../clees/queries.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { Article, Prisma } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients } from '../notifications/recipients.ts'
import { newReceipt } from '../receipts.ts'
import { returnMessage, submissionMessage, submissionReceiptMessage, validationMessage } from './mails.ts'
import type { FullCharter } from './queries.ts'
import type { ArticleInput } from './schemas.ts'
import { articlesFromTemplate, missingArticles } from './template.ts'
import { transitions, type Move } from './workflow.ts'

const raced = 'Cette charte a changé d’état entre-temps. Rechargez la page.'

const subjectOf = (clee: { id: string; name: string }, charter: { id: string; version: number }) => ({
  id: charter.id,
  name: `Charte de « ${clee.name} », version ${charter.version}`,
  cleeId: clee.id,
})

/** Begins the charter of a CLEE from the latest template (R7: the charter keeps that version). Throws 409 when it is begun already. */
export const createCharter = (actor: Actor, clee: FullClee) =>
  refuseDuplicate('La charte de ce CLEE est déjà commencée. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      const template = await tx.charterTemplate.findFirstOrThrow({ include: { articles: { orderBy: { position: 'asc' } } }, orderBy: { version: 'desc' } })
      const charter = await tx.charter.create({
        data: { cleeId: clee.id, version: 1, templateVersion: template.version, articles: { create: articlesFromTemplate(template.articles, clee) } },
      })
      await audit(tx, actor, 'charter.creation', subjectOf(clee, charter))
    }),
  )

// Revisions go on from one version to the next: a page opened on the earlier one must not pass for read.
async function copyAsDraft(tx: Tx, { cleeId, version, templateVersion, articles }: FullCharter) {
  const copies = articles.map(({ key, position, title, guidance, isMandatory, body, revision, updatedByName }) => ({ key, position, title, guidance, isMandatory, body, revision, updatedByName }))
  return tx.charter.create({ data: { cleeId, version: version + 1, templateVersion, articles: { create: copies } } })
}

/** Opens a new draft from the charter in force (R7). Throws 409 when a version is in the works already. */
export const reviseCharter = (actor: Actor, clee: FullClee, charter: FullCharter) =>
  refuseDuplicate('Une nouvelle version est déjà en cours. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      if (charter.status !== 'validated') throw conflict('Seule la charte en vigueur se révise.')
      const draft = await copyAsDraft(tx, charter)
      await audit(tx, actor, 'charter.revision', subjectOf(clee, draft))
    }),
  )

/** Saves an article under its revision. False when somebody saved it since it was read, or sent the version: nothing is written. */
export const saveArticle = (actor: Actor, clee: FullClee, charter: FullCharter, article: Article, { body, revision }: ArticleInput) =>
  db.$transaction(async (tx) => {
    // Waits for a submission under way: once sent, the text never changes (R7).
    await tx.$queryRaw`SELECT 1 FROM charters WHERE id = ${charter.id}::uuid FOR SHARE`
    const { count } = await tx.article.updateMany({
      where: { id: article.id, revision, charter: { status: 'draft' } },
      data: { body, revision: { increment: 1 }, updatedByName: actor.name },
    })
    if (count === 0) return false
    await audit(tx, actor, 'charter.article', subjectOf(clee, charter), { article: article.title })
    return true
  })

// Of two simultaneous clicks, the second finds no row.
async function changeStatus(tx: Tx, charter: FullCharter, move: Move, data: Prisma.CharterUpdateManyMutationInput) {
  const { from, to } = transitions[move]
  const { count } = await tx.charter.updateMany({ where: { id: charter.id, status: from }, data: { ...data, status: to } })
  if (count === 0) throw conflict(raced)
}

/** Sends the draft to the mission: dated, with a receipt (R5, R6). Throws 409 when an article is missing or the state has changed. */
export const submitCharter = (actor: Actor, clee: FullClee, charter: FullCharter) =>
  db.$transaction(async (tx) => {
    const receipt = newReceipt('CHA')
    await changeStatus(tx, charter, 'submission', { submittedAt: new Date(), submittedByName: actor.name, receipt })
    // Read after the change of status, which locks the version: what is checked is what is sent.
    const missing = missingArticles(await tx.article.findMany({ where: { charterId: charter.id }, orderBy: { position: 'asc' } }))
    if (missing.length > 0) throw conflict(`Complétez d’abord : ${missing.join(', ')}.`)
    await audit(tx, actor, 'charter.submission', subjectOf(clee, charter), { receipt })
    await notify(tx, 'charter.submission', await missionRecipients(tx), submissionMessage(clee, actor.name, receipt))
    await notify(tx, 'charter.submission', await copilotRecipients(tx, clee.id), submissionReceiptMessage(clee, actor.name, receipt))
  })

/** Validates the submitted version: in force and public at once; the earlier one is replaced. */
export const validateCharter = (actor: Actor, clee: FullClee, charter: FullCharter) =>
  db.$transaction(async (tx) => {
    await tx.charter.updateMany({ where: { cleeId: clee.id, status: 'validated', id: { not: charter.id } }, data: { status: 'replaced' } })
    await changeStatus(tx, charter, 'validation', { decidedAt: new Date(), decidedByName: actor.name })
    // A charter is public only with its CLEE: validating it takes note of the set-up too.
    await takeNote(tx, actor, clee)
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'charter.validation', subjectOf(clee, charter))
    await notify(tx, 'charter.validation', await copilotRecipients(tx, clee.id), validationMessage(clee))
  })

/** Returns the submitted version with a reason; a new draft with the same text awaits the correction. */
export const returnCharter = (actor: Actor, clee: FullClee, charter: FullCharter, reason: string) =>
  db.$transaction(async (tx) => {
    await changeStatus(tx, charter, 'return', { decidedAt: new Date(), decidedByName: actor.name, reason })
    await copyAsDraft(tx, charter)
    await audit(tx, actor, 'charter.return', subjectOf(clee, charter), { reason })
    await notify(tx, 'charter.return', await copilotRecipients(tx, clee.id), returnMessage(clee, reason))
  })
