import { Router } from 'express'
import { authorizePlan, planBreadcrumb } from '../actions/authorize.ts'
import { withLabels } from '../actions/labels.ts'
import { planPath } from '../actions/paths.ts'
import { canEditClee } from '../clees/policy.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { isWritableYear } from '../school-years/closing.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { acknowledgePlan, submitPlan } from './commands.ts'
import { planState } from './labels.ts'
import { canAcknowledgePlan, canSubmitPlan } from './policy.ts'
import { findPlan, listPlanYears } from './queries.ts'
import { receiptSchema } from './schemas.ts'

/** Private: the list of planned actions of a CLEE for a school year. */
export const actionPlansRouter = Router()

actionPlansRouter.get('/clees/:slug/actions', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  const plan = await findPlan(clee.id, schoolYear)
  const isOpen = await isWritableYear(schoolYear)
  res.render('action-plans/show', {
    title: `Actions ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    years: await listPlanYears(clee.id),
    plan,
    actions: (plan?.actions ?? []).map(withLabels),
    planState: planState(plan),
    isOpen,
    canEdit: canEditClee(user, clee) && isOpen,
    canSubmit: canSubmitPlan(user, clee) && isOpen,
    canAcknowledge: canAcknowledgePlan(user),
    breadcrumb: planBreadcrumb(clee, schoolYear),
  })
})

actionPlansRouter.post('/clees/:slug/actions/soumission', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  if (!canSubmitPlan(user, clee)) throw forbidden('La liste des actions est transmise par les copilotes.')
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan) throw conflict('Cette liste est vide : ajoutez une action avant de la transmettre.')
  await submitPlan(user, clee, plan)
  await redirectWithFlash(req, res, planPath(clee, schoolYear), `La liste est transmise à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`)
})

actionPlansRouter.post('/clees/:slug/actions/accuse-de-reception', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  if (!canAcknowledgePlan(user)) throw forbidden()
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan) throw notFound('Cette liste n’existe pas.')
  await acknowledgePlan(user, clee, plan, receiptSchema.parse(req.body ?? {}).receipt)
  await redirectWithFlash(req, res, planPath(clee, schoolYear), `Votre accusé de réception est enregistré${mailPromise(' ; les copilotes en sont informés par courriel')}.`)
})
