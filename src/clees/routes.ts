import { Router, type Request, type Response } from 'express'
import { planState, withLabels } from '../actions/labels.ts'
import { findPlan, listVisibleActions } from '../actions/queries.ts'
import { listCleeHistory } from '../audit/queries.ts'
import { auditEvents, type AuditEvent } from '../audit/events.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { requireAllowed } from '../auth/guards.ts'
import { listBassinOptions, listBassins } from '../bassins/queries.ts'
import { findValidatedCharter, listCharters } from '../charters/queries.ts'
import { charterStates } from '../charters/workflow.ts'
import { searchCommunes } from '../communes/queries.ts'
import { canDesignateEconomicCopilot } from '../copilots/policy.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { balanceOf } from '../members/balance.ts'
import { schoolYearOf } from '../school-year.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { formatInstant, isoInstant } from '../web/view-helpers.ts'
import { authorizeEdit, authorizeWorkspace } from './authorize.ts'
import { spaceBreadcrumb } from './breadcrumb.ts'
import { acknowledgeClee, addCommunes, removeCommune, updateIdentity, updateTerritory } from './commands.ts'
import { searchDirectory, shownCommunes } from './directory.ts'
import { cleeStates } from './labels.ts'
import { canAcknowledge, canEditClee } from './policy.ts'
import { directoryPageSize, getClee, listOverlaps, type FullClee } from './queries.ts'
import { communeSchema, communesSchema, directorySchema, identitySchema, territorySchema } from './schemas.ts'

/** Public: the directory and the page of each CLEE. */
export const directoryRouter = Router()
/** Private: the space of a CLEE, its identity and its territory. */
export const cleesRouter = Router()

directoryRouter.get('/clees', async (req, res) => {
  const filters = directorySchema.parse(req.query)
  const page = pageNumber(req.query['page'])
  const { choice, sections, total, count } = await searchDirectory(filters, page)
  res.render('clees/index', {
    title: 'Annuaire des CLEE',
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }],
    filters,
    choice,
    sections,
    total,
    count,
    shownCommunes,
    bassins: (await listBassins()).map(({ slug, name }) => ({ value: slug, label: name })),
    pagination: paginate('/clees', filters, page, total, directoryPageSize),
  })
})

directoryRouter.get('/clees/:slug', async (req, res) => {
  const clee = await getClee(req.user, req.params.slug)
  const schoolYear = schoolYearOf()
  res.render('clees/show', {
    title: clee.name,
    clee,
    schoolYear,
    state: cleeStates[clee.status],
    charter: await findValidatedCharter(clee.id),
    actions: (await listVisibleActions(req.user, clee.id, schoolYear)).map(withLabels),
    balance: balanceOf(clee),
    isInsider: req.user ? canEditClee(req.user, clee) : false,
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }, { href: `/clees/${clee.slug}`, label: clee.name }],
  })
})

const timelineOf = (clee: FullClee, entries: Awaited<ReturnType<typeof listCleeHistory>>) =>
  entries.map((entry) => ({
    datetime: isoInstant(entry.at),
    date: formatInstant(entry.at),
    title: auditEvents[entry.event as AuditEvent] ?? entry.event,
    actor: entry.actorName,
    text: entry.subjectId === clee.id ? '' : entry.subjectName,
  }))

cleesRouter.get('/clees/:slug/espace', async (req, res) => {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') return res.redirect(303, `/clees/${clee.slug}/identite`)
  const schoolYear = schoolYearOf()
  const plan = await findPlan(clee.id, schoolYear)
  res.render('clees/space', {
    title: `Espace du CLEE – ${clee.name}`,
    clee,
    schoolYear,
    state: cleeStates[clee.status],
    charters: await listCharters(clee.id),
    charterStates,
    plan,
    planState: planState(plan),
    balance: balanceOf(clee),
    timeline: timelineOf(clee, await listCleeHistory(clee.id, 15)),
    canEdit: canEditClee(user, clee),
    canAcknowledge: canAcknowledge(user) && clee.acknowledgedAt === null,
    canInvite: canDesignateEconomicCopilot(user, clee),
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
    back: backFrom(clee, 'identite'),
    breadcrumb: spaceBreadcrumb(clee, 'Identité'),
  })

cleesRouter.get('/clees/:slug/identite', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  const { name, presentation } = clee
  await renderIdentity(res, clee, blankForm({ name, presentation, bassinIds: clee.bassins.map(({ bassinId }) => bassinId) }))
})

cleesRouter.post('/clees/:slug/identite', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(identitySchema, req.body, (input) => updateIdentity(user, clee, input))
  if (!form.ok) return renderIdentity(res.status(422), clee, form)
  await redirectWithFlash(req, res, pathAfter(form.result, 'identite'), 'L’identité du CLEE est enregistrée.')
})

async function renderTerritory(req: Request, res: Response, clee: FullClee, form: Form) {
  const search = typeof req.query['recherche'] === 'string' ? req.query['recherche'].slice(0, 200) : ''
  const present = new Set(clee.communes.map(({ communeCode }) => communeCode))
  const found = search === '' ? [] : await searchCommunes(search, { limit: shownCommunes })
  res.render('clees/territory', {
    title: `Territoire – ${clee.name}`,
    clee,
    form,
    search,
    found: found.filter(({ code }) => !present.has(code)),
    isCut: found.length >= shownCommunes,
    isSearchVain: search !== '' && found.length === 0,
    overlaps: await listOverlaps(clee),
    stepper: draftStepper(clee, 'territoire'),
    back: backFrom(clee, 'territoire'),
    breadcrumb: spaceBreadcrumb(clee, 'Territoire'),
  })
}

cleesRouter.get('/clees/:slug/territoire', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  // The search button stands in the form of the free text: what was typed there comes along.
  await renderTerritory(req, res, clee, blankForm({ territory: req.query['territory'] ?? clee.territory }))
})

cleesRouter.post('/clees/:slug/territoire', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(territorySchema, req.body, (input) => updateTerritory(user, clee, input))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, pathAfter(clee, 'territoire'), 'Le territoire est enregistré.')
})

/** The buttons of the communes stand in the form of the free text: what was typed there is saved along. */
async function keepTypedTerritory(req: Request, user: CurrentUser, clee: FullClee) {
  const typed = territorySchema.safeParse(req.body)
  if ('territory' in req.body && typed.success && typed.data.territory !== clee.territory) await updateTerritory(user, clee, typed.data)
}

cleesRouter.post('/clees/:slug/territoire/communes', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(communesSchema, req.body, ({ communeCodes }) => addCommunes(user, clee, communeCodes))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await keepTypedTerritory(req, user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, 'Les communes cochées sont ajoutées.')
})

cleesRouter.post('/clees/:slug/territoire/communes/retrait', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(communeSchema, req.body, ({ code }) => removeCommune(user, clee, code))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await keepTypedTerritory(req, user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, 'La commune est retirée du territoire.')
})
