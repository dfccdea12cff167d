import { Router, type Request, type Response } from 'express'
import { authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { cleeStates } from '../clees/labels.ts'
import type { FullClee } from '../clees/queries.ts'
import { transitions } from '../clees/workflow.ts'
import { conflict, forbidden } from '../errors.ts'
import { countAwaitingAt } from '../inquiry-desk/queries.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { plural } from '../web/view-helpers.ts'
import { changeState } from './commands.ts'
import { moveTexts, type ManualMove } from './labels.ts'
import { canMoveClee, isFrom } from './policy.ts'
import { reasonSchema } from './schemas.ts'

/** Private: the moves of a CLEE from state to state that people make by hand. */
export const statesRouter = Router()

/** 404 for outsiders, 403 for who may not make this move, 409 from a state that it does not leave. */
async function authorizeMove(req: Request, move: ManualMove) {
  const { user, clee } = await authorizeWorkspace(req)
  if (!canMoveClee(user, clee, move)) throw forbidden('Votre compte ne permet pas de changer ainsi l’état de ce CLEE.')
  if (!isFrom(clee.status, move)) throw conflict(`Ce CLEE est dans l’état « ${cleeStates[clee.status].label} » : « ${moveTexts[move].label} » n’a pas lieu d’être. Ouvrez la page « Espace du CLEE » : elle dit où il en est, et ce que vous pouvez y faire.`)
  return { user, clee }
}

/** What the public still awaits of a CLEE that is about to stop; "" when nothing. */
async function awaitedOf(clee: FullClee, move: ManualMove) {
  const count = move === 'dormancy' || move === 'closure' ? await countAwaitingAt(clee) : 0
  return count > 0 ? `${plural(count, 'demande du public attend', 'demandes du public attendent')} encore une réponse de ce CLEE. Répondez d’abord, ou transmettez : ensuite, les nouvelles iront à ceux qui suivent son bassin.` : ''
}

const renderMove = async (res: Response, clee: FullClee, move: ManualMove, form: Form) =>
  res.render('states/move', {
    title: `${moveTexts[move].label} – ${clee.name}`,
    clee,
    texts: moveTexts[move],
    awaited: await awaitedOf(clee, move),
    needsReason: transitions[move].needsReason,
    form,
    breadcrumb: spaceBreadcrumb(clee, moveTexts[move].label),
  })

async function confirmMove(req: Request, res: Response, move: ManualMove) {
  const { clee } = await authorizeMove(req, move)
  await renderMove(res, clee, move, blankForm())
}

async function submitMove(req: Request, res: Response, move: ManualMove) {
  const { user, clee } = await authorizeMove(req, move)
  const form = await submitForm(reasonSchema(move), req.body, ({ reason }) => changeState(user, clee, move, reason))
  if (!form.ok) return renderMove(res.status(422), clee, move, form)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/espace`, moveTexts[move].done)
}

statesRouter.get('/clees/:slug/sommeil', (req, res) => confirmMove(req, res, 'dormancy'))
statesRouter.post('/clees/:slug/sommeil', (req, res) => submitMove(req, res, 'dormancy'))
statesRouter.get('/clees/:slug/relance', (req, res) => confirmMove(req, res, 'relaunch'))
statesRouter.post('/clees/:slug/relance', (req, res) => submitMove(req, res, 'relaunch'))
statesRouter.get('/clees/:slug/fermeture', (req, res) => confirmMove(req, res, 'closure'))
statesRouter.post('/clees/:slug/fermeture', (req, res) => submitMove(req, res, 'closure'))
statesRouter.get('/clees/:slug/reouverture', (req, res) => confirmMove(req, res, 'reopening'))
statesRouter.post('/clees/:slug/reouverture', (req, res) => submitMove(req, res, 'reopening'))
