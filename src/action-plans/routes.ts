import { Router, type Request, type Response } from 'express'
import { authorizePlan } from '../actions/authorize.ts'
import { planPath } from '../actions/paths.ts'
import { refuseClosed } from '../clees/authorize.ts'
import { sendPdf } from '../documents/send.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { sendCsvRows } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { changesSince } from './changes.ts'
import { acknowledgePlan, answerForPlan, askAboutPlan, submitPlan } from './commands.ts'
import { planDocument } from './document.ts'
import { planHeading, planRows } from './export.ts'
import { planPage, type PlanPlace } from './page.ts'
import { canAcknowledgePlan, canAnswerForPlan, canAskAboutPlan, canSubmitPlan } from './policy.ts'
import { findPlan, findPlanRevisions } from './queries.ts'
import { answerSchema, questionSchema, receiptSchema } from './schemas.ts'

/** Private: the list of planned actions of a CLEE for a school year. */
export const actionPlansRouter = Router()

const path = '/clees/:slug/actions'

const renderPlan = async (req: Request, res: Response, place: PlanPlace, form: Form = blankForm(), isLate = false) =>
  res.render('action-plans/show', { ...(await planPage(place, req.query)), form, isLate })

actionPlansRouter.get(path, async (req, res) => {
  await renderPlan(req, res, await authorizePlan(req))
})

actionPlansRouter.get(`${path}/pdf`, async (req, res) => {
  const { clee, schoolYear } = await authorizePlan(req)
  await sendPdf(req, res, planDocument(clee, schoolYear, await findPlan(clee.id, schoolYear)))
})

actionPlansRouter.get(`${path}/csv`, async (req, res) => {
  const { clee, schoolYear } = await authorizePlan(req)
  const plan = await findPlanRevisions(clee.id, schoolYear)
  const { marks } = changesSince(plan?.sentActions, plan?.actions ?? [])
  await sendCsvRows(res, `actions-${schoolYear}-${clee.slug}`, planHeading, planRows(clee, schoolYear, marks))
})

async function getPlan({ clee, schoolYear }: PlanPlace) {
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan) throw notFound('Cette liste n’existe pas.')
  return plan
}

actionPlansRouter.post(`${path}/soumission`, async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  refuseClosed(clee)
  if (!canSubmitPlan(user, clee)) throw forbidden('La liste des actions est transmise par les copilotes.')
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan) throw conflict('Cette liste est vide : ajoutez une action avant de la transmettre.')
  await submitPlan(user, clee, plan)
  await redirectWithFlash(req, res, planPath(clee, schoolYear), `La liste est transmise à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`)
})

actionPlansRouter.post(`${path}/accuse-de-reception`, async (req, res) => {
  const place = await authorizePlan(req)
  if (!canAcknowledgePlan(place.user)) throw forbidden()
  await acknowledgePlan(place.user, place.clee, await getPlan(place), receiptSchema.parse(req.body ?? {}).receipt)
  await redirectWithFlash(req, res, planPath(place.clee, place.schoolYear), `Votre accusé de réception est enregistré${mailPromise(' ; les copilotes en sont informés par courriel')}.`)
})

/** What was typed comes back with what changed meanwhile: it is neither sent nor lost. */
const renderLate = (req: Request, res: Response, place: PlanPlace) => renderPlan(req, res.status(409), place, blankForm(req.body), true)

actionPlansRouter.post(`${path}/question`, async (req, res) => {
  const place = await authorizePlan(req)
  refuseClosed(place.clee)
  if (!canAskAboutPlan(place.user, place.clee)) throw forbidden('La mission académique pose ses questions sur la liste ; les copilotes y répondent.')
  const plan = await getPlan(place)
  const form = await submitForm(questionSchema, req.body, (input) => askAboutPlan(place.user, place.clee, plan, input))
  if (!form.ok) return renderPlan(req, res.status(422), place, form)
  if (!form.result) return renderLate(req, res, place)
  await redirectWithFlash(req, res, planPath(place.clee, place.schoolYear), `Votre question est envoyée${mailPromise(' ; les copilotes la reçoivent par courriel')}.`)
})

actionPlansRouter.post(`${path}/reponse`, async (req, res) => {
  const place = await authorizePlan(req)
  refuseClosed(place.clee)
  if (!canAnswerForPlan(place.user, place.clee)) throw forbidden('Les copilotes répondent aux questions sur la liste de leur CLEE.')
  const plan = await getPlan(place)
  const form = await submitForm(answerSchema, req.body, (input) => answerForPlan(place.user, place.clee, plan, input))
  if (!form.ok) return renderPlan(req, res.status(422), place, form)
  if (!form.result) return renderLate(req, res, place)
  await redirectWithFlash(req, res, planPath(place.clee, place.schoolYear), `Votre réponse est envoyée à la mission académique${mailPromise(', par courriel aussi')}.`)
})
