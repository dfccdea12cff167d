import { randomUUID } from 'node:crypto'
import { Router, type Request, type Response } from 'express'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { canEditClee } from '../clees/policy.ts'
import type { FullClee } from '../clees/queries.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { isOpenYear } from '../school-year.ts'
import { listSchoolOptions } from '../schools/options.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { schoolYearFrom } from '../web/school-years.ts'
import { acknowledgePlan, addAction, refuseClosedYear, removeAction, submitPlan, updateAction } from './commands.ts'
import { planState, withLabels } from './labels.ts'
import { canAcknowledgePlan, canSubmitPlan } from './policy.ts'
import { findPlan, getAction, listPlanYears, type FullAction } from './queries.ts'
import { actionSchema, newActionSchema, receiptSchema } from './schemas.ts'
import { actionTypes, audiences, visibilities, visibilityKeys } from './vocabulary.ts'

/** Private: the list of planned actions of a CLEE. */
export const actionsRouter = Router()

const planPath = (clee: FullClee, schoolYear: string) => `/clees/${clee.slug}/actions?annee=${schoolYear}`
const breadcrumbOf = (clee: FullClee, schoolYear: string, ...last: string[]) =>
  spaceBreadcrumb(clee, { href: planPath(clee, schoolYear), label: `Actions ${schoolYear}` }, ...last)

/** Opens the list of a school year behind one of the doors of the CLEE's space; a draft has no list yet. */
const planDoor = (authorize: typeof authorizeWorkspace) => async (req: Request) => {
  const { user, clee } = await authorize(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : ses actions se saisissent ensuite.')
  return { user, clee, schoolYear: schoolYearFrom(req.query['annee']) }
}
const authorizePlan = planDoor(authorizeWorkspace)
const authorizePlanEdit = planDoor(authorizeEdit)

actionsRouter.get('/clees/:slug/actions', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  const plan = await findPlan(clee.id, schoolYear)
  res.render('actions/index', {
    title: `Actions ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    years: await listPlanYears(clee.id),
    plan,
    actions: (plan?.actions ?? []).map(withLabels),
    planState: planState(plan),
    isOpen: isOpenYear(schoolYear),
    canEdit: canEditClee(user, clee) && isOpenYear(schoolYear),
    canSubmit: canSubmitPlan(user, clee) && isOpenYear(schoolYear),
    canAcknowledge: canAcknowledgePlan(user),
    breadcrumb: breadcrumbOf(clee, schoolYear),
  })
})

type ActionPage = { clee: FullClee; schoolYear: string; form: Form; action: FullAction | null; stored?: FullAction }

async function renderForm(res: Response, { clee, schoolYear, form, action, stored }: ActionPage) {
  const chosen = action?.schools.map(({ schoolUai }) => schoolUai) ?? []
  res.render('actions/form', {
    title: `${action ? `Modifier « ${action.title} »` : 'Nouvelle action'} – ${clee.name}`,
    clee,
    schoolYear,
    form,
    action,
    stored: stored ? withLabels(stored) : null,
    target: action ? `/clees/${clee.slug}/actions/${action.id}/modification` : `/clees/${clee.slug}/actions/nouvelle?annee=${schoolYear}`,
    types: Object.entries(actionTypes).map(([value, label]) => ({ value, label })),
    audiences: Object.entries(audiences).map(([value, label]) => ({ value, label })),
    visibilities: visibilityKeys.map((value) => ({ value, ...visibilities[value] })),
    schools: await listSchoolOptions(clee, chosen),
    breadcrumb: breadcrumbOf(clee, schoolYear, action ? action.title : 'Nouvelle action'),
  })
}

actionsRouter.get('/clees/:slug/actions/nouvelle', async (req, res) => {
  const { clee, schoolYear } = await authorizePlanEdit(req)
  refuseClosedYear(schoolYear)
  await renderForm(res, { clee, schoolYear, form: blankForm({ id: randomUUID(), visibility: 'private' }), action: null })
})

actionsRouter.post('/clees/:slug/actions/nouvelle', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlanEdit(req)
  const form = await submitForm(newActionSchema, req.body, (input) => addAction(user, clee, schoolYear, input))
  if (!form.ok) return renderForm(res.status(422), { clee, schoolYear, form, action: null })
  await redirectWithFlash(req, res, planPath(clee, schoolYear), 'L’action est ajoutée à la liste.')
})

function valuesOf({ schools, ...action }: FullAction) {
  return { ...action, schoolUais: schools.map(({ schoolUai }) => schoolUai) }
}

async function authorizeAction(req: Request) {
  const { user, clee } = await authorizeEdit(req)
  return { user, clee, action: await getAction(clee.id, String(req.params['id'])) }
}

actionsRouter.get('/clees/:slug/actions/:id/modification', async (req, res) => {
  const { clee, action } = await authorizeAction(req)
  refuseClosedYear(action.schoolYear)
  await renderForm(res, { clee, schoolYear: action.schoolYear, form: blankForm(valuesOf(action)), action })
})

actionsRouter.post('/clees/:slug/actions/:id/modification', async (req, res) => {
  const { user, clee, action } = await authorizeAction(req)
  const form = await submitForm(actionSchema, req.body, (input) => updateAction(user, clee, action, input))
  if (!form.ok) return renderForm(res.status(422), { clee, schoolYear: action.schoolYear, form, action })
  if (!form.result) return renderClash(req, res, clee, action.id)
  await redirectWithFlash(req, res, planPath(clee, action.schoolYear), 'L’action est modifiée.')
})

/** Somebody saved first: what they wrote is shown beside what was typed. */
async function renderClash(req: Request, res: Response, clee: FullClee, id: string) {
  const stored = await getAction(clee.id, id)
  const form = blankForm({ ...req.body, revision: stored.revision })
  await renderForm(res.status(409), { clee, schoolYear: stored.schoolYear, form, action: stored, stored })
}

actionsRouter.get('/clees/:slug/actions/:id/suppression', async (req, res) => {
  const { clee, action } = await authorizeAction(req)
  refuseClosedYear(action.schoolYear)
  res.render('confirm', {
    title: `Retirer une action – ${clee.name}`,
    heading: 'Retirer cette action de la liste ?',
    text: `« ${action.title} » sera retirée de la liste des actions ${action.schoolYear}. Le journal gardera la trace de ce retrait.`,
    action: `/clees/${clee.slug}/actions/${action.id}/suppression`,
    label: 'Retirer l’action',
    back: { href: planPath(clee, action.schoolYear), label: 'Garder cette action' },
  })
})

actionsRouter.post('/clees/:slug/actions/:id/suppression', async (req, res) => {
  const { user, clee, action } = await authorizeAction(req)
  await removeAction(user, clee, action)
  await redirectWithFlash(req, res, planPath(clee, action.schoolYear), 'L’action est retirée de la liste.')
})

actionsRouter.post('/clees/:slug/actions/soumission', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  if (!canSubmitPlan(user, clee)) throw forbidden('La liste des actions est transmise par les copilotes.')
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan) throw conflict('Cette liste est vide : ajoutez une action avant de la transmettre.')
  await submitPlan(user, clee, plan)
  await redirectWithFlash(req, res, planPath(clee, schoolYear), `La liste est transmise à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`)
})

actionsRouter.post('/clees/:slug/actions/accuse-de-reception', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlan(req)
  if (!canAcknowledgePlan(user)) throw forbidden()
  const plan = await findPlan(clee.id, schoolYear)
  if (!plan) throw notFound('Cette liste n’existe pas.')
  await acknowledgePlan(user, clee, plan, receiptSchema.parse(req.body ?? {}).receipt)
  await redirectWithFlash(req, res, planPath(clee, schoolYear), `Votre accusé de réception est enregistré${mailPromise(' ; les copilotes en sont informés par courriel')}.`)
})
