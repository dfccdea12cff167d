import { Router, type Request, type Response } from 'express'
import { outcomes } from '../actions/workflow.ts'
import { otherSide, sideNames } from '../copilots/seats.ts'
import { sendPdf } from '../documents/send.ts'
import { conflict } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { approveReview, withdrawApproval } from './approvals.ts'
import { authorizeReceiving, authorizeRequest, authorizeReview, authorizeWriting, reviewBreadcrumb } from './authorize.ts'
import { acknowledgeReview, requestReturn, returnReview, saveReviewText } from './commands.ts'
import { reviewPdf } from './document.ts'
import { typeRows } from './export.ts'
import { worldsText } from './labels.ts'
import { approvalOf, readReview, reviewPage } from './page.ts'
import { reviewPath } from './paths.ts'
import { findReview } from './queries.ts'
import { approvalSchema, receiptSchema, returnRequestSchema, returnSchema, reviewTextSchema } from './schemas.ts'
import { refuseClosedReview } from './years.ts'

/** Private: the yearly review (bilan) of a CLEE. */
export const reviewsRouter = Router()

type Opened = Awaited<ReturnType<typeof authorizeReview>>

async function renderReview(res: Response, { user, clee, schoolYear }: Opened, form: Form = blankForm()) {
  res.render('reviews/show', {
    title: `Bilan ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    form,
    outcomes,
    worldsText,
    ...(await reviewPage(user, clee, schoolYear)),
    breadcrumb: reviewBreadcrumb(clee, schoolYear),
  })
}

reviewsRouter.get('/clees/:slug/bilan', async (req, res) => renderReview(res, await authorizeReview(req)))

type Writing = Awaited<ReturnType<typeof authorizeWriting>>
/** `stored` is the text that somebody saved meanwhile; `isSent`, that the review has left. */
type TextPage = { form: Form; stored?: string; isSent?: boolean }

function renderText(res: Response, { clee, schoolYear }: Writing, { form, stored, isSent = false }: TextPage) {
  res.render('reviews/text', {
    title: `Texte du bilan ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    form,
    stored: stored ?? null,
    isSent,
    back: reviewPath(clee, schoolYear),
    action: reviewPath(clee, schoolYear, '/texte'),
    breadcrumb: reviewBreadcrumb(clee, schoolYear, 'Texte'),
  })
}

reviewsRouter.get('/clees/:slug/bilan/texte', async (req, res) => {
  const opened = await authorizeWriting(req)
  await refuseClosedReview(opened.schoolYear)
  const review = await findReview(opened.clee.id, opened.schoolYear)
  if (review && review.status !== 'draft') throw conflict('Ce bilan est transmis : son texte ne change plus. La mission académique peut vous le renvoyer.')
  renderText(res, opened, { form: blankForm({ text: review?.text ?? '', revision: review?.revision ?? 1 }) })
})

/** Somebody saved, or sent the review, first: what was typed stays on the page. */
async function renderClash(req: Request, res: Response, opened: Writing) {
  const review = await findReview(opened.clee.id, opened.schoolYear)
  const form = blankForm({ text: String(req.body?.text ?? ''), revision: review?.revision ?? 1 })
  renderText(res.status(409), opened, { form, stored: review?.text ?? '', isSent: review !== null && review.status !== 'draft' })
}

reviewsRouter.post('/clees/:slug/bilan/texte', async (req, res) => {
  const opened = await authorizeWriting(req)
  const { user, clee, schoolYear } = opened
  const form = await submitForm(reviewTextSchema, req.body, (input) => saveReviewText(user, clee, schoolYear, input))
  if (!form.ok) return renderText(res.status(422), opened, { form })
  if (!form.result) return renderClash(req, res, opened)
  await redirectWithFlash(req, res, reviewPath(clee, schoolYear), 'Le texte du bilan est enregistré.')
})

reviewsRouter.get('/clees/:slug/bilan/approbation', async (req, res) => {
  const { user, clee, schoolYear, side } = await authorizeWriting(req)
  await refuseClosedReview(schoolYear)
  res.render('reviews/approval', {
    title: `Approuver le bilan ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    worldsText,
    ...(await approvalOf(user, clee, schoolYear, { side, seen: approvalSchema.parse(req.query).print })),
    action: reviewPath(clee, schoolYear, '/approbation'),
    back: reviewPath(clee, schoolYear),
    breadcrumb: reviewBreadcrumb(clee, schoolYear, 'Approbation'),
  })
})

reviewsRouter.post('/clees/:slug/bilan/approbation', async (req, res) => {
  const { user, clee, schoolYear, side } = await authorizeWriting(req)
  const isSent = await approveReview(user, clee, schoolYear, side, approvalSchema.parse(req.body ?? {}).print)
  const sentence = isSent
    ? `Le bilan est approuvé par les deux côtés et transmis à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`
    : `Votre approbation est enregistrée${mailPromise(' ; l’autre côté en est informé par courriel')}. Le bilan part dès que le ${sideNames[otherSide(side)]} l’approuve aussi.`
  await redirectWithFlash(req, res, reviewPath(clee, schoolYear), sentence)
})

reviewsRouter.post('/clees/:slug/bilan/approbation/retrait', async (req, res) => {
  const { user, clee, schoolYear, side } = await authorizeWriting(req)
  const review = await findReview(clee.id, schoolYear)
  if (!review) throw conflict('Il n’y a pas d’approbation à reprendre.')
  await withdrawApproval(user, clee, review, side)
  await redirectWithFlash(req, res, reviewPath(clee, schoolYear), 'Votre approbation est reprise : le bilan reste à approuver.')
})

reviewsRouter.post('/clees/:slug/bilan/accuse-de-reception', async (req, res) => {
  const { user, clee, schoolYear, review } = await authorizeReceiving(req)
  await acknowledgeReview(user, clee, review, receiptSchema.parse(req.body ?? {}).receipt)
  await redirectWithFlash(req, res, reviewPath(clee, schoolYear), `Votre accusé de réception est enregistré${mailPromise(' ; les copilotes en sont informés par courriel')}.`)
})

reviewsRouter.post('/clees/:slug/bilan/retour', async (req, res) => {
  const { user, clee, schoolYear, review } = await authorizeReceiving(req)
  const form = await submitForm(returnSchema, req.body, (input) => returnReview(user, clee, review, input))
  if (!form.ok) return renderReview(res.status(422), { user, clee, schoolYear }, form)
  await redirectWithFlash(req, res, reviewPath(clee, schoolYear), `Le bilan est renvoyé aux copilotes${mailPromise(', qui en sont informés par courriel')}.`)
})

reviewsRouter.post('/clees/:slug/bilan/demande-de-renvoi', async (req, res) => {
  const { user, clee, schoolYear, review } = await authorizeRequest(req)
  const form = await submitForm(returnRequestSchema, req.body, (input) => requestReturn(user, clee, review, input))
  if (!form.ok) return renderReview(res.status(422), { user, clee, schoolYear }, form)
  await redirectWithFlash(req, res, reviewPath(clee, schoolYear), `Votre demande est enregistrée${mailPromise(' ; la mission académique la reçoit par courriel')}. Le bilan reste tel quel tant qu’elle ne l’a pas renvoyé.`)
})

reviewsRouter.get('/clees/:slug/bilan/pdf', async (req, res) => {
  const { clee, schoolYear } = await authorizeReview(req)
  await sendPdf(req, res, reviewPdf(clee, schoolYear, await readReview(clee, schoolYear)))
})

reviewsRouter.get('/clees/:slug/bilan.csv', async (req, res) => {
  const { clee, schoolYear } = await authorizeReview(req)
  const { content } = await readReview(clee, schoolYear)
  res.attachment(`bilan-${clee.slug}-${schoolYear}.csv`).type('text/csv').send(toCsv(typeRows(content.types, content.total)))
})
