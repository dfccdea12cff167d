import { randomUUID } from 'node:crypto'
import { Router, type Request, type Response } from 'express'
import { authorizeEdit } from '../clees/authorize.ts'
import type { FullClee } from '../clees/queries.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { listSchoolOptions } from '../schools/options.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { authorizePlanEdit, planBreadcrumb } from './authorize.ts'
import { addAction, removeAction, updateAction } from './commands.ts'
import { withLabels } from './labels.ts'
import { planPath } from './paths.ts'
import { getAction, type FullAction } from './queries.ts'
import { actionSchema, newActionSchema } from './schemas.ts'
import { actionTypes, audiences, visibilities, visibilityKeys } from './vocabulary.ts'

/** Private: the action sheets of a CLEE. */
export const actionsRouter = Router()

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
    breadcrumb: planBreadcrumb(clee, schoolYear, action ? action.title : 'Nouvelle action'),
  })
}

actionsRouter.get('/clees/:slug/actions/nouvelle', async (req, res) => {
  const { clee, schoolYear } = await authorizePlanEdit(req)
  await refuseClosedYear(schoolYear)
  await renderForm(res, { clee, schoolYear, form: blankForm({ id: randomUUID(), visibility: 'private' }), action: null })
})

actionsRouter.post('/clees/:slug/actions/nouvelle', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlanEdit(req)
  const form = await submitForm(newActionSchema, req.body, (input) => addAction(user, clee, schoolYear, input))
  if (!form.ok) return renderForm(res.status(422), { clee, schoolYear, form, action: null })
  await redirectWithFlash(req, res, planPath(clee, schoolYear), 'L’action est ajoutée à la liste.')
})

function valuesOf({ schools, ...action }: FullAction) {
  return { ...action, partners: action.partnersNote, schoolUais: schools.map(({ schoolUai }) => schoolUai) }
}

async function authorizeAction(req: Request) {
  const { user, clee } = await authorizeEdit(req)
  return { user, clee, action: await getAction(clee.id, String(req.params['id'])) }
}

actionsRouter.get('/clees/:slug/actions/:id/modification', async (req, res) => {
  const { clee, action } = await authorizeAction(req)
  await refuseClosedYear(action.schoolYear)
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
  await refuseClosedYear(action.schoolYear)
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
