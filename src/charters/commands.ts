import { audit, type Actor } from '../audit/audit.ts'
import { touchClee } from '../clees/states.ts'
import { takeNote } from '../clees/commands.ts'
import type { FullClee } from '../clees/queries.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { otherSide } from '../copilots/seats.ts'
import type { CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { notifyHourly, takeBack } from '../notifications/pace.ts'
import { copilotRecipients, missionRecipients, sideRecipients } from '../notifications/recipients.ts'
import { newReceipt, newVerificationCode } from '../receipts.ts'
import { today, yearsAfter } from '../school-year.ts'
import { objectionMessage, proposalMessage, returnMessage, submissionMessage, submissionReceiptMessage, validationMessage, withdrawalMessage, type Sending } from './mails.ts'
import { particularsOf } from './particulars.ts'
import { findPublishedTemplate, type FullCharter } from './queries.ts'
import { readCharterSettings } from './settings.ts'
import { articleFromTemplate, isSameText, missingArticles } from './template.ts'
import { transitions, type Move } from './workflow.ts'

/** What is written with a move, in its transaction: the comments typed beside it. */
export type Along = (tx: Tx) => Promise<void>
const nothing: Along = async () => {}

/** A version of a charter, as the journal names it. */
export const subjectOf = (clee: { id: string; name: string }, charter: { id: string; version: number }) => ({
  id: charter.id,
  name: `Charte de « ${clee.name} », version ${charter.version}`,
  cleeId: clee.id,
})

/** Begins the charter of a CLEE from the latest published template (R7: the charter keeps that version). Throws 409 when it is begun already. */
export const createCharter = (actor: Actor, clee: FullClee) =>
  refuseDuplicate('La charte de ce CLEE est déjà commencée. Rechargez la page.', () =>
    db.$transaction(async (tx) => {
      const template = await findPublishedTemplate(tx)
      const charter = await tx.charter.create({
        data: {
          cleeId: clee.id,
          version: 1,
          templateVersion: template.version,
          verificationCode: newVerificationCode(),
          articles: { create: template.articles.map((article) => articleFromTemplate(article, clee)) },
        },
      })
      await audit(tx, actor, 'charter.creation', subjectOf(clee, charter))
    }),
  )

// Revisions go on from one version to the next: a page opened on the earlier one must not pass for read.
async function copyAsDraft(tx: Tx, { cleeId, version, templateVersion, articles }: FullCharter) {
  const copies = articles.map(({ key, position, kind, title, guidance, body, axisChoices, axes, priorities, isMandatory, revision, updatedByName }) => ({ key, position, kind, title, guidance, body, axisChoices, axes, priorities, isMandatory, revision, updatedByName }))
  return tx.charter.create({ data: { cleeId, version: version + 1, templateVersion, verificationCode: newVerificationCode(), articles: { create: copies } } })
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

/** Of two simultaneous clicks, the second finds no row: false, and nothing is written. */
async function changeStatus(tx: Tx, charter: FullCharter, move: Move, data: Prisma.CharterUpdateManyMutationInput) {
  const { from, to } = transitions[move]
  // Taken back and proposed again, it is another text that waits.
  const sending = from === 'proposed' ? { proposedAt: charter.proposedAt } : {}
  const { count } = await tx.charter.updateMany({ where: { id: charter.id, status: from, ...sending }, data: { ...data, status: to } })
  return count > 0
}

/** The version before this one, when the mission has returned it. */
const findReturn = (tx: Tx, { cleeId, version }: FullCharter) =>
  tx.charter.findFirst({ where: { cleeId, version: version - 1, status: 'returned' }, include: { articles: { orderBy: { position: 'asc' } } } })

/** Refuses a text that is not ready to leave. Read after the change of status, which locks the version: what is checked is what is sent. */
async function refuseUnready(tx: Tx, charter: FullCharter) {
  const articles = await tx.article.findMany({ where: { charterId: charter.id }, orderBy: { position: 'asc' } })
  const missing = missingArticles(articles)
  if (missing.length > 0) throw new FieldError('articles', `Complétez d’abord ${missing.length > 1 ? 'les articles' : 'l’article'}\u00a0: ${missing.join(', ')}.`)
  const returned = await findReturn(tx, charter)
  if (returned && isSameText(returned.articles, articles)) await refuseUnanswered(tx, charter, returned.version)
}

/** The mission has asked for something: a correction, or an answer, comes before the next sending. */
async function refuseUnanswered(tx: Tx, charter: FullCharter, returned: number) {
  const answers = await tx.charterComment.count({ where: { charterId: charter.id, authorRole: { in: transitions.submission.by } } })
  if (answers === 0) throw new FieldError('articles', `Le texte est celui de la version ${returned}, que la mission a renvoyée\u00a0: corrigez au moins un article, ou répondez-lui par un commentaire.`)
}

/** What a version receives when it leaves: its date, its receipt (R6), the CLEE as it is now, and who will sign. */
async function departureOf(tx: Tx, clee: FullClee, submittedByName: string) {
  const { signatories } = await readCharterSettings(tx)
  return { submittedAt: new Date(), submittedByName, receipt: newReceipt('CHA'), particulars: particularsOf(clee), signatories }
}

/** The co-pilots read of themselves in the second person. */
async function tellSubmission(tx: Tx, clee: FullClee, charter: FullCharter, sending: Sending) {
  const returnedAt = (await findReturn(tx, charter))?.decidedAt ?? null
  await notify(tx, 'charter.submission', await missionRecipients(tx), submissionMessage(clee, charter, sending, returnedAt))
  for (const reader of await copilotRecipients(tx, clee.id)) await notify(tx, 'charter.submission', [reader], submissionReceiptMessage(clee, charter, sending, reader.name))
}

/** Without codécision: sends the draft to the mission, dated, with a receipt (R5, R6). Throws FieldError when an article is missing or nothing answers a return; false, as every move, when the version is no longer where it begins. */
export const submitCharter = (actor: Actor, clee: FullClee, charter: FullCharter, along = nothing) =>
  db.$transaction(async (tx) => {
    const departure = await departureOf(tx, clee, actor.name)
    if (!(await changeStatus(tx, charter, 'submission', departure))) return false
    await along(tx)
    await refuseUnready(tx, charter)
    await audit(tx, actor, 'charter.submission', subjectOf(clee, charter), { receipt: departure.receipt })
    await tellSubmission(tx, clee, charter, { author: actor.name, agreed: null, receipt: departure.receipt })
    return true
  })

/** Codécision: one side sends the draft to the other, whose agreement it awaits; its text rests meanwhile (R5). Throws as a submission does. */
export const proposeCharter = (actor: Actor, clee: FullClee, charter: FullCharter, side: CopilotSide, along = nothing) =>
  db.$transaction(async (tx) => {
    const isMoved = await changeStatus(tx, charter, 'proposal', { proposedAt: new Date(), proposedByName: actor.name, proposedSide: side, remindedAt: null, objection: null })
    if (!isMoved) return false
    await along(tx)
    await refuseUnready(tx, charter)
    await audit(tx, actor, 'charter.proposal', subjectOf(clee, charter))
    await notifyHourly(tx, 'charter.proposal', await sideRecipients(tx, clee.id, otherSide(side)), proposalMessage(clee, actor.name))
    return true
  })

/** The other side agrees: the charter leaves for the mission at once, dated, with a receipt (R6). */
export const agreeToCharter = (actor: Actor, clee: FullClee, charter: FullCharter, along = nothing) =>
  db.$transaction(async (tx) => {
    const author = charter.proposedByName ?? actor.name
    const departure = await departureOf(tx, clee, author)
    if (!(await changeStatus(tx, charter, 'agreement', { ...departure, agreedByName: actor.name }))) return false
    await along(tx)
    await audit(tx, actor, 'charter.agreement', subjectOf(clee, charter), { receipt: departure.receipt })
    await tellSubmission(tx, clee, charter, { author, agreed: actor.name, receipt: departure.receipt })
    return true
  })

/** The side that sent it takes it back to go on writing. */
export const withdrawCharter = (actor: Actor, clee: FullClee, charter: FullCharter, along = nothing) =>
  db.$transaction(async (tx) => {
    if (!(await changeStatus(tx, charter, 'withdrawal', {}))) return false
    await along(tx)
    await audit(tx, actor, 'charter.withdrawal', subjectOf(clee, charter))
    const message = withdrawalMessage(clee, actor.name)
    // Who has not been asked for an agreement has nothing to forget.
    if (await takeBack(tx, 'charter.proposal', message.path, charter.proposedAt ?? new Date(0))) return true
    await notifyHourly(tx, 'charter.withdrawal', await copilotRecipients(tx, clee.id), message)
    return true
  })

/** The other side does not agree, and says why: the text is open again. */
export const objectToCharter = (actor: Actor, clee: FullClee, charter: FullCharter, reason: string, along = nothing) =>
  db.$transaction(async (tx) => {
    if (!(await changeStatus(tx, charter, 'objection', { objection: reason }))) return false
    await along(tx)
    await audit(tx, actor, 'charter.objection', subjectOf(clee, charter), { reason })
    await notifyHourly(tx, 'charter.objection', await copilotRecipients(tx, clee.id), objectionMessage(clee, actor.name, reason))
    return true
  })

// One version is in force at a time: the earlier one is replaced first, once this one is known to await its decision.
async function replaceEarlier(tx: Tx, { id, cleeId }: FullCharter) {
  const held = await tx.$queryRaw<unknown[]>`SELECT 1 FROM charters WHERE id = ${id}::uuid AND status = 'submitted' FOR NO KEY UPDATE`
  if (held.length === 0) return false
  await tx.charter.updateMany({ where: { cleeId, status: 'validated', id: { not: id } }, data: { status: 'replaced' } })
  return true
}

/** Validates the submitted version: in force and public at once, for as long as the mission has set (R8); the earlier one is replaced. */
export const validateCharter = (actor: Actor, clee: FullClee, charter: FullCharter) =>
  db.$transaction(async (tx) => {
    const { validityYears } = await readCharterSettings(tx)
    const validUntil = yearsAfter(today(), validityYears)
    if (!(await replaceEarlier(tx, charter))) return false
    await changeStatus(tx, charter, 'validation', { decidedAt: new Date(), decidedByName: actor.name, validUntil })
    // A charter is public only with its CLEE: validating it takes note of the set-up too.
    await takeNote(tx, actor, clee)
    await touchClee(tx, clee.id)
    await audit(tx, actor, 'charter.validation', subjectOf(clee, charter))
    await notify(tx, 'charter.validation', await copilotRecipients(tx, clee.id), validationMessage(clee, charter, validUntil))
    return true
  })

/** Returns the submitted version with a reason; a new draft with the same text awaits the correction. */
export const returnCharter = (actor: Actor, clee: FullClee, charter: FullCharter, reason: string, along = nothing) =>
  db.$transaction(async (tx) => {
    if (!(await changeStatus(tx, charter, 'return', { decidedAt: new Date(), decidedByName: actor.name, reason }))) return false
    await along(tx)
    await copyAsDraft(tx, charter)
    await audit(tx, actor, 'charter.return', subjectOf(clee, charter), { reason })
    const commented = await tx.charterComment.groupBy({ by: ['articleKey'], where: { charterId: charter.id } })
    await notify(tx, 'charter.return', await copilotRecipients(tx, clee.id), returnMessage(clee, reason, commented.length))
    return true
  })
