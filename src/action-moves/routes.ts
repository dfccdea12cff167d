import { Router, type Request, type Response } from 'express'
import { actionBreadcrumb, refuseComingYear } from '../actions/authorize.ts'
import { renderSheet } from '../actions/page.ts'
import { actionPath, planPath } from '../actions/paths.ts'
import { canMoveAction } from '../actions/policy.ts'
import { getAction, type FullAction } from '../actions/queries.ts'
import { sentReviewNote } from '../actions/sent-review.ts'
import { reviewLines } from '../actions/sheet.ts'
import { transitions, type ActionMove } from '../actions/workflow.ts'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import type { FullClee } from '../clees/queries.ts'
import { conflict, forbidden } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { schoolYearOf } from '../school-year.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { printOf } from '../seen.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { agreeToAction, agreeToActions, withdrawAgreement, type Agreement } from './agreements.ts'
import { cancelAction, planAction, postponeAction, reopenAction } from './commands.ts'
import { reviewForm } from './forms.ts'
import { reviewOf, saveReview } from './review.ts'
import { agreementSchema, agreementsSchema, cancellationSchema, planningSchema, postponementSchema, reviewSchema } from './schemas.ts'
import { agreementsSentence, moveWords, textOf, type PagedMove } from './sentences.ts'

/** Private: what moves an action from a state to another (codécision, planning, outcome, review). */
export const actionMovesRouter = Router()

const refusals: Record<'sides' | 'editors', string> = {
  sides: 'L’accord est donné par les copilotes, chacun pour son monde.',
  editors: 'Votre compte ne permet pas de faire cela.',
}

/** The person, the CLEE and the action of a move; 403 for who may not make it. */
async function authorizeMove(req: Request, move: ActionMove) {
  const { user, clee } = await authorizeWorkspace(req)
  const action = await getAction(clee.id, String(req.params['id']))
  refuseClosed(clee)
  if (!canMoveAction(user, clee, move)) throw forbidden(refusals[transitions[move].by])
  refuseComingYear(user, action.schoolYear)
  await refuseClosedYear(action.schoolYear)
  return { user, clee, action }
}

/** The same for the page of its form: 409 where the move does not begin. */
async function authorizeMovePage(req: Request, move: PagedMove) {
  const found = await authorizeMove(req, move)
  if (!transitions[move].from.includes(found.action.state)) throw conflict(`${moveWords[move].refusal} Revenez à sa fiche : elle dit où elle en est.`)
  return found
}

const lateSentences: Partial<Record<Agreement, string>> = {
  changed: 'La fiche a changé depuis que vous l’avez lue. Relisez-la : votre accord n’est pas encore donné.',
  moved: 'L’action n’est plus proposée : elle a changé d’état entre-temps.',
}

actionMovesRouter.post('/clees/:slug/actions/accords', async (req, res) => {
  const { user, clee } = await authorizeWorkspace(req)
  refuseClosed(clee)
  if (!canMoveAction(user, clee, 'agreement')) throw forbidden(refusals.sides)
  const { success, data } = agreementsSchema.safeParse(req.body ?? {})
  if (!success || data.ids.length === 0) throw conflict('Aucune action n’est cochée. Revenez à la liste et cochez celles auxquelles vous donnez votre accord.')
  const given = await agreeToActions(user, clee, data.ids)
  const schoolYear = given.results[0]?.schoolYear ?? schoolYearOf()
  await redirectWithFlash(req, res, planPath(clee, schoolYear), agreementsSentence(given))
})

actionMovesRouter.post('/clees/:slug/actions/:id/accord', async (req, res) => {
  const { user, clee, action } = await authorizeMove(req, 'agreement')
  const agreement = await agreeToAction(user, clee, action, agreementSchema.parse(req.body ?? {}).seen)
  const late = lateSentences[agreement]
  if (late) return renderSheet(req, res.status(409), clee, await getAction(clee.id, action.id), late)
  const retained = agreement === 'retained' ? ` L’action est retenue${mailPromise(' ; les copilotes en sont informés par courriel')}.` : ''
  await redirectWithFlash(req, res, actionPath(clee, action), `Votre accord est donné.${retained}`)
})

actionMovesRouter.post('/clees/:slug/actions/:id/accord/retrait', async (req, res) => {
  const { user, clee, action } = await authorizeMove(req, 'agreement')
  await withdrawAgreement(user, clee, action)
  await redirectWithFlash(req, res, actionPath(clee, action), 'Votre accord est repris.')
})

type MovePage = { clee: FullClee; action: FullAction; form: Form }
type FormMove = 'planning' | 'cancellation' | 'postponement' | 'reopening'

function renderMove(res: Response, move: FormMove, { clee, action, form }: MovePage) {
  const words = moveWords[move]
  res.render('action-moves/form', {
    title: `${words.heading} – ${action.title} – ${clee.name}`,
    heading: words.heading,
    text: textOf(move, action),
    button: move === 'planning' && action.startsOn && action.state === 'retained' ? 'Confirmer la date' : words.button,
    move,
    action,
    form,
    target: `${actionPath(clee, action)}/${words.noun}`,
    back: actionPath(clee, action),
    breadcrumb: actionBreadcrumb(clee, action, words.heading),
  })
}

actionMovesRouter.get('/clees/:slug/actions/:id/planification', async (req, res) => {
  const page = await authorizeMovePage(req, 'planning')
  renderMove(res, 'planning', { ...page, form: blankForm({ startsOn: page.action.startsOn, endsOn: page.action.endsOn }) })
})

actionMovesRouter.post('/clees/:slug/actions/:id/planification', async (req, res) => {
  const { user, clee, action } = await authorizeMove(req, 'planning')
  const form = await submitForm(planningSchema, req.body, (input) => planAction(user, clee, action, input))
  if (!form.ok) return renderMove(res.status(422), 'planning', { clee, action, form })
  await redirectWithFlash(req, res, actionPath(clee, action), 'L’action est planifiée.')
})

actionMovesRouter.get('/clees/:slug/actions/:id/annulation', async (req, res) => {
  renderMove(res, 'cancellation', { ...(await authorizeMovePage(req, 'cancellation')), form: blankForm() })
})

const becomesInternal = ({ state, visibility }: FullAction) => state === 'proposed' && visibility !== 'private'

actionMovesRouter.post('/clees/:slug/actions/:id/annulation', async (req, res) => {
  const { user, clee, action } = await authorizeMove(req, 'cancellation')
  const form = await submitForm(cancellationSchema, req.body, ({ reason }) => cancelAction(user, clee, action, reason))
  if (!form.ok) return renderMove(res.status(422), 'cancellation', { clee, action, form })
  await redirectWithFlash(req, res, actionPath(clee, action), `L’action est annulée. Sa fiche et son motif sont gardés.${becomesInternal(action) ? ' Personne ne l’avait retenue : elle ne paraît pas hors du CLEE.' : ''}${await sentReviewNote(action)}`)
})

actionMovesRouter.get('/clees/:slug/actions/:id/report', async (req, res) => {
  renderMove(res, 'postponement', { ...(await authorizeMovePage(req, 'postponement')), form: blankForm() })
})

actionMovesRouter.post('/clees/:slug/actions/:id/report', async (req, res) => {
  const { user, clee, action } = await authorizeMove(req, 'postponement')
  const form = await submitForm(postponementSchema, req.body, async (input) => {
    await postponeAction(user, clee, action, input)
    return input.startsOn
  })
  if (!form.ok) return renderMove(res.status(422), 'postponement', { clee, action, form })
  await redirectWithFlash(req, res, actionPath(clee, action), form.result ? 'L’action est reportée, et planifiée à sa nouvelle date.' : 'L’action est reportée. Planifiez-la de nouveau quand sa date sera connue.')
})

actionMovesRouter.get('/clees/:slug/actions/:id/reouverture', async (req, res) => {
  renderMove(res, 'reopening', { ...(await authorizeMovePage(req, 'reopening')), form: blankForm() })
})

actionMovesRouter.post('/clees/:slug/actions/:id/reouverture', async (req, res) => {
  const { user, clee, action } = await authorizeMove(req, 'reopening')
  const state = await reopenAction(user, clee, action)
  await redirectWithFlash(req, res, actionPath(clee, action), state === 'retained' ? 'L’action est rouverte : elle est de nouveau retenue.' : 'L’action est rouverte : elle est de nouveau proposée, et attend l’accord des deux mondes. Elle est interne au CLEE : vous pouvez changer sa diffusion dans sa fiche.')
})

function renderReview(res: Response, { clee, action, form }: MovePage) {
  res.render('action-moves/review', {
    title: `Bilan : ${action.title} – ${clee.name}`,
    clee,
    action,
    form,
    ...reviewForm(action),
    seen: printOf(reviewOf(action)),
    stored: reviewLines(action),
    target: `${actionPath(clee, action)}/bilan`,
    back: actionPath(clee, action),
    breadcrumb: actionBreadcrumb(clee, action, 'Bilan'),
  })
}

async function authorizeReview(req: Request) {
  const found = await authorizeMove(req, 'review')
  if (found.action.state === 'proposed') throw conflict('Cette action n’est encore que proposée : son bilan se saisit une fois qu’elle est retenue et que sa date est venue.')
  return found
}

actionMovesRouter.get('/clees/:slug/actions/:id/bilan', async (req, res) => {
  const page = await authorizeReview(req)
  if (page.action.state === 'reviewed') throw conflict('Le bilan de cette action est terminé : rouvrez-la pour le corriger.')
  renderReview(res, { ...page, form: blankForm(reviewOf(page.action)) })
})

actionMovesRouter.post('/clees/:slug/actions/:id/bilan', async (req, res) => {
  const { user, clee, action } = await authorizeReview(req)
  const form = await submitForm(reviewSchema, req.body, async (input) => {
    await saveReview(user, clee, action, input)
    return input.step
  })
  if (!form.ok) return renderReview(res.status(422), { clee, action: await getAction(clee.id, action.id), form })
  await redirectWithFlash(req, res, actionPath(clee, action), `${form.result === 'terminer' ? 'Le bilan de l’action est terminé.' : 'Le bilan de l’action est enregistré ; vous pourrez le compléter, puis le terminer.'}${await sentReviewNote(action)}`)
})
