import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { listBassinOptions } from '../bassins/queries.ts'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { identityOptions } from '../clees/identity-values.ts'
import { legalFormOf } from '../clees/labels.ts'
import { isCopilotOf } from '../clees/policy.ts'
import { getWorkspaceClee, type FullClee } from '../clees/queries.ts'
import { identitySchema } from '../clees/schemas.ts'
import { notFound } from '../errors.ts'
import { balanceOf } from '../members/balance.ts'
import { mailPromise } from '../notifications/promise.ts'
import { toldOtherName } from '../organisations/typed.ts'
import { educationSeatRefusal } from '../schools/eligibility.ts'
import { schoolLabel } from '../schools/pick.ts'
import { findSchool } from '../schools/queries.ts'
import { overlapLines } from '../territories/labels.ts'
import { listOverlaps } from '../territories/queries.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { declareClee, deleteDraft, startDeclaration } from './commands.ts'
import { missingForDeclaration, resumePath } from './completeness.ts'
import { canDeclare } from './policy.ts'
import { findOwnDraft } from './queries.ts'
import { draftStepper, pathAfter, stepperAt } from './steps.ts'

export const declarationsRouter = Router()

/** Only a draft is declared or deleted, by its own co-pilot; once declared, its pages are those of the space. */
async function authorizeDraft(req: Request) {
  const { user, clee } = await authorizeEdit(req)
  if (clee.status !== 'draft' || !isCopilotOf(user, clee)) throw notFound('Cette déclaration n’existe pas, ou a déjà été envoyée.')
  return { user, clee }
}

const renderStart = async (req: Request, res: Response, form: Form) =>
  res.render('clees/identity', {
    title: 'Déclarer la mise en place d’un CLEE',
    form,
    action: '/declaration',
    stepper: stepperAt('identite'),
    refusal: educationSeatRefusal(await findSchool(req.user?.schoolUai ?? null)),
    bassins: await listBassinOptions(),
    options: identityOptions,
    breadcrumb: [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: '', label: 'Déclaration' }],
    back: { href: '/tableau-de-bord', label: 'Revenir au tableau de bord' },
  })

declarationsRouter.get('/declaration', async (req, res) => {
  const user = requireAllowed(req, (person) => person.role === 'school_head')
  const draft = await findOwnDraft(user)
  if (draft) return res.redirect(303, resumePath(await getWorkspaceClee(user, draft.slug)))
  requireAllowed(req, canDeclare)
  await renderStart(req, res, blankForm({ legalForm: 'none' }))
})

declarationsRouter.post('/declaration', async (req, res) => {
  const user = requireAllowed(req, canDeclare)
  const form = await submitForm(identitySchema, req.body, (input) => startDeclaration(user, input))
  if (!form.ok) return renderStart(req, res.status(422), form)
  await redirectWithFlash(req, res, pathAfter(form.result, 'identite'), `Le brouillon est enregistré : vous pouvez le quitter et y revenir.${toldOtherName(form.result.carrier, String(req.body.organisationName ?? ''))}`)
})

const renderSummary = async (res: Response, clee: FullClee) =>
  res.render('declarations/summary', {
    title: `Récapitulatif – ${clee.name}`,
    clee,
    stepper: draftStepper(clee, 'declaration'),
    missing: missingForDeclaration(clee),
    overlaps: overlapLines(await listOverlaps(clee.id, clee.communes.map(({ communeCode }) => communeCode))),
    balance: balanceOf(clee),
    legalForm: legalFormOf(clee),
    supportSchool: clee.supportSchool ? schoolLabel(clee.supportSchool) : '',
    breadcrumb: spaceBreadcrumb(clee, 'Récapitulatif'),
  })

declarationsRouter.get('/clees/:slug/declaration', async (req, res) => {
  const { clee } = await authorizeDraft(req)
  await renderSummary(res, clee)
})

declarationsRouter.post('/clees/:slug/declaration', async (req, res) => {
  const { user, clee } = await authorizeDraft(req)
  if (missingForDeclaration(clee).length > 0) return renderSummary(res.status(422), clee)
  await declareClee(user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/espace`, `La mission académique est informée. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`)
})

declarationsRouter.get('/clees/:slug/suppression', async (req, res) => {
  const { clee } = await authorizeDraft(req)
  res.render('confirm', {
    title: `Supprimer le brouillon – ${clee.name}`,
    heading: 'Supprimer ce brouillon de déclaration ?',
    text: `Le brouillon « ${clee.name} » sera effacé, avec son territoire, ses copilotes et ses membres. La mission ne l’a pas reçu.`,
    action: `/clees/${clee.slug}/suppression`,
    label: 'Supprimer le brouillon',
    back: { href: `/clees/${clee.slug}/declaration`, label: 'Garder le brouillon' },
  })
})

declarationsRouter.post('/clees/:slug/suppression', async (req, res) => {
  const { user, clee } = await authorizeDraft(req)
  await deleteDraft(user, clee)
  await redirectWithFlash(req, res, '/tableau-de-bord', 'Le brouillon est supprimé.')
})
