import { randomUUID } from 'node:crypto'
import { Router, type Request, type Response } from 'express'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import type { FullClee } from '../clees/queries.ts'
import { sideIn } from '../copilots/seats.ts'
import { conflict, notFound } from '../errors.ts'
import { seenField } from '../seen.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { listSchoolOptions } from '../schools/options.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { uuid } from '../web/fields.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { formatInstant } from '../web/view-helpers.ts'
import { actionBreadcrumb, authorizePlanEdit, planBreadcrumb, refuseComingYear } from './authorize.ts'
import { addAction, removeAction, saveSection } from './commands.ts'
import { audienceOptions, sectionForms, typeOptions, valuesOf, visibilityOptions } from './forms.ts'
import { renderSheet } from './page.ts'
import { actionPath, planPath } from './paths.ts'
import { factsOf, missingToPublish, type SectionKey } from './publication.ts'
import { findSectionSave, getAction, hasTwin, type FullAction } from './queries.ts'
import { newActionSchema } from './schemas.ts'
import { sectionPrint } from './section-values.ts'
import { sentReviewNote } from './sent-review.ts'
import { askRemoval, groupText, sectionKeys, sectionTitles } from './sheet.ts'

/** Private: the action sheets of a CLEE. */
export const actionsRouter = Router()

type NewPage = Awaited<ReturnType<typeof authorizePlanEdit>>

async function renderNew(res: Response, { user, clee, schoolYear }: NewPage, form: Form) {
  res.render('actions/new', {
    title: `Nouvelle action – ${clee.name}`,
    clee,
    schoolYear,
    form,
    target: `/clees/${clee.slug}/actions/nouvelle?annee=${schoolYear}`,
    back: planPath(clee, schoolYear),
    types: typeOptions,
    audiences: audienceOptions,
    schools: await listSchoolOptions(clee, []),
    canAgree: sideIn(user, clee) !== null,
    breadcrumb: planBreadcrumb(clee, schoolYear, 'Nouvelle action'),
  })
}

actionsRouter.get('/clees/:slug/actions/nouvelle', async (req, res) => {
  const page = await authorizePlanEdit(req)
  await refuseClosedYear(page.schoolYear)
  await renderNew(res, page, blankForm({ id: randomUUID(), agrees: 'oui' }))
})

actionsRouter.post('/clees/:slug/actions/nouvelle', async (req, res) => {
  const page = await authorizePlanEdit(req)
  const { user, clee, schoolYear } = page
  const side = sideIn(user, clee)
  const form = await submitForm(newActionSchema, req.body, async (input) => {
    await addAction(user, clee, schoolYear, input, side)
    return input
  })
  if (!form.ok) return renderNew(res.status(422), page, form)
  const agreed = side && form.result.agrees ? ' Votre accord est donné ; elle sera retenue quand l’autre copilote aura donné le sien.' : ''
  const twin = (await hasTwin(clee.id, schoolYear, form.result)) ? ' Une action porte déjà ce titre dans la liste : vérifiez qu’elle n’est pas inscrite deux fois.' : ''
  await redirectWithFlash(req, res, actionPath(clee, form.result), `L’action est proposée.${agreed}${twin} Complétez sa fiche quand vous voulez.`)
})

async function authorizeAction(req: Request) {
  const { user, clee } = await authorizeEdit(req)
  const action = await getAction(clee.id, String(req.params['id']))
  refuseComingYear(user, action.schoolYear)
  return { user, clee, action }
}

actionsRouter.get('/clees/:slug/actions/:id', async (req, res, next) => {
  // A word there is another page of the list.
  if (!uuid.safeParse(req.params.id).success) return next()
  const { clee } = await authorizeWorkspace(req)
  await renderSheet(req, res, clee, await getAction(clee.id, req.params.id))
})

/** Where the whole form of an action was, before its sheet. */
actionsRouter.get('/clees/:slug/actions/:id/modification', async (req, res) => {
  const { clee, action } = await authorizeAction(req)
  res.redirect(301, actionPath(clee, action))
})

const savedBy = (entry: { at: Date; actorName: string } | null) => (entry ? `Rubrique enregistrée par ${entry.actorName}, ${formatInstant(entry.at)}` : 'Rubrique enregistrée')

type SectionPage = { clee: FullClee; action: FullAction; section: SectionKey; form: Form; stored?: FullAction }

async function renderSection(res: Response, { clee, action, section, form, stored }: SectionPage) {
  res.render('actions/section', {
    title: `${sectionTitles[section]} : ${action.title} – ${clee.name}`,
    clee,
    action,
    section,
    heading: sectionTitles[section],
    form,
    stored: stored ? { heading: savedBy(await findSectionSave(stored, section)), text: groupText(stored, section) } : null,
    options: await sectionForms[section].options(clee, action),
    visibilities: visibilityOptions,
    missing: missingToPublish(factsOf(action)),
    path: actionPath(clee, action),
    breadcrumb: actionBreadcrumb(clee, action, sectionTitles[section]),
  })
}

async function authorizeSection(req: Request) {
  const found = await authorizeAction(req)
  const section = sectionKeys.find((key) => key === req.params['section'])
  if (!section) throw notFound('Cette rubrique n’existe pas.')
  return { ...found, section }
}

actionsRouter.get('/clees/:slug/actions/:id/fiche/:section', async (req, res) => {
  const page = await authorizeSection(req)
  await refuseClosedYear(page.action.schoolYear)
  await renderSection(res, { ...page, form: blankForm({ ...valuesOf(page.action), seen: sectionPrint(page.action, page.section) }) })
})

actionsRouter.post('/clees/:slug/actions/:id/fiche/:section', async (req, res) => {
  const { user, clee, action, section } = await authorizeSection(req)
  const side = sideIn(user, clee)
  const form = await sectionForms[section].submit(clee, action, req.body, (revision, read) => saveSection(user, clee, action, { section, revision, seen: seenField.parse(req.body?.seen), side, read }))
  if (!form.ok) return renderSection(res.status(422), { clee, action, section, form })
  if (!form.result) return renderClash(req, res, clee, action.id, section)
  const dropped = form.result.dropsAgreement ? ' L’accord déjà donné portait sur l’ancienne fiche : il est de nouveau attendu.' : ''
  await redirectWithFlash(req, res, actionPath(clee, action), `La rubrique « ${sectionTitles[section]} » est enregistrée.${dropped}${await sentReviewNote(action)}`)
})

/** Somebody saved first: what they wrote is shown beside what was typed. */
async function renderClash(req: Request, res: Response, clee: FullClee, id: string, section: SectionKey) {
  const stored = await getAction(clee.id, id)
  await renderSection(res.status(409), { clee, action: stored, section, stored, form: blankForm({ ...req.body, revision: stored.revision, seen: sectionPrint(stored, section) }) })
}

async function authorizeRemoval(req: Request) {
  const found = await authorizeAction(req)
  if (found.action.state !== 'proposed') throw conflict('Seule une action proposée se retire. Une action retenue s’annule, avec son motif.')
  return found
}

actionsRouter.get('/clees/:slug/actions/:id/suppression', async (req, res) => {
  const { clee, action } = await authorizeRemoval(req)
  await refuseClosedYear(action.schoolYear)
  res.render('confirm', {
    title: `Retirer une action : ${action.title} – ${clee.name}`,
    heading: 'Retirer cette action de la liste ?',
    text: askRemoval(action),
    action: `${actionPath(clee, action)}/suppression`,
    label: 'Retirer l’action',
    back: { href: actionPath(clee, action), label: 'Garder cette action' },
    breadcrumb: actionBreadcrumb(clee, action, 'Retirer'),
  })
})

actionsRouter.post('/clees/:slug/actions/:id/suppression', async (req, res) => {
  const { user, clee, action } = await authorizeRemoval(req)
  await removeAction(user, clee, action)
  await redirectWithFlash(req, res, planPath(clee, action.schoolYear), 'L’action est retirée de la liste.')
})
