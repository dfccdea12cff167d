import { Router, type Response } from 'express'
import { planState } from '../action-plans/labels.ts'
import { findPlan } from '../action-plans/queries.ts'
import { listCleeHistory } from '../audit/queries.ts'
import { requireAllowed } from '../auth/guards.ts'
import { listBassinOptions } from '../bassins/queries.ts'
import { listVersions } from '../charters/queries.ts'
import { findStanding } from '../charters/standings.ts'
import { updateBadge } from '../charters/validity.ts'
import { charterStates } from '../charters/workflow.ts'
import { seatsTile } from '../copilots/cards.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { meetingsTile } from '../meetings/cards.ts'
import { findLastMeeting, findNextMeeting } from '../meetings/queries.ts'
import { standingOfClee } from '../meetings/standing.ts'
import { balanceOf } from '../members/balance.ts'
import { toldOtherName } from '../organisations/typed.ts'
import { schoolYearOf } from '../school-year.ts'
import { statePanel } from '../states/panel.ts'
import { listStateChanges } from '../states/queries.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { printOf } from '../seen.ts'
import { authorizeEdit, authorizeWorkspace } from './authorize.ts'
import { spaceBreadcrumb } from './breadcrumb.ts'
import { acknowledgeClee, updateIdentity } from './commands.ts'
import { identityLines, identityOptions, identityValues } from './identity-values.ts'
import { cleeStates } from './labels.ts'
import { canAcknowledge, canEditClee } from './policy.ts'
import type { FullClee } from './queries.ts'
import { identitySchema } from './schemas.ts'
import { timelineOf } from './timeline.ts'

/** Private: the space of a CLEE and its identity. */
export const cleesRouter = Router()

cleesRouter.get('/clees/:slug/espace', async (req, res) => {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') return res.redirect(303, `/clees/${clee.slug}/identite`)
  const schoolYear = schoolYearOf()
  const plan = await findPlan(clee.id, schoolYear)
  const lastMeeting = await findLastMeeting(clee.id)
  res.render('clees/space', {
    title: `Espace du CLEE – ${clee.name}`,
    clee,
    schoolYear,
    state: cleeStates[clee.status],
    charters: await listVersions(clee.id),
    charterStates,
    charterUpdate: (await findStanding(clee.id))?.reasons.length ? updateBadge : null,
    plan,
    planState: planState(plan, plan?.actions.length ?? 0),
    balance: balanceOf(clee),
    timeline: timelineOf(clee, await listCleeHistory(clee.id, 15)),
    canEdit: canEditClee(user, clee),
    canAcknowledge: canAcknowledge(user) && clee.acknowledgedAt === null && ['declared', 'vacant'].includes(clee.status),
    copilots: seatsTile(clee),
    meetings: meetingsTile(lastMeeting, await findNextMeeting(clee.id), standingOfClee(clee, lastMeeting?.heldOn ?? null)),
    panel: statePanel(user, clee, await listStateChanges(clee.id)),
    breadcrumb: spaceBreadcrumb(clee),
  })
})

cleesRouter.post('/clees/:slug/prise-d-acte', async (req, res) => {
  requireAllowed(req, canAcknowledge)
  const { user, clee } = await authorizeEdit(req)
  await acknowledgeClee(user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/espace`, `Vous avez pris acte de la mise en place de « ${clee.name} » : le CLEE figure dans l’annuaire.`)
})

const renderIdentity = async (res: Response, clee: FullClee, form: Form) =>
  res.render('clees/identity', {
    title: `Identité – ${clee.name}`,
    clee,
    form,
    action: `/clees/${clee.slug}/identite`,
    stepper: draftStepper(clee, 'identite'),
    refusal: null,
    bassins: await listBassinOptions(),
    options: identityOptions,
    seen: printOf(identityValues(clee)),
    stored: identityLines(clee),
    back: backFrom(clee, 'identite'),
    breadcrumb: spaceBreadcrumb(clee, 'Identité'),
  })

cleesRouter.get('/clees/:slug/identite', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  await renderIdentity(res, clee, blankForm(identityValues(clee)))
})

cleesRouter.post('/clees/:slug/identite', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(identitySchema, req.body, (input) => updateIdentity(user, clee, input))
  if (!form.ok) return renderIdentity(res.status(422), clee, form)
  await redirectWithFlash(req, res, pathAfter(form.result, 'identite'), `L’identité du CLEE est enregistrée.${toldOtherName(form.result.carrier, String(req.body.organisationName ?? ''))}`)
})
