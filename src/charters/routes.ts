import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { currentUser } from '../auth/guards.ts'
import { refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { otherSide, sideNames } from '../copilots/seats.ts'
import { conflict, forbidden } from '../errors.ts'
import type { Article } from '../generated/prisma/client.ts'
import { mailPromise } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { authorizeCharter, authorizeWriting } from './authorize.ts'
import { agreeToCharter, createCharter, objectToCharter, proposeCharter, returnCharter, reviseCharter, submitCharter, validateCharter, withdrawCharter } from './commands.ts'
import { canMoveCharter, canWriteCharter, sideIn } from './policy.ts'
import { getCharterVersion, getLatestCharter, listCharters, type FullCharter } from './queries.ts'
import { objectionSchema, returnSchema, versionSchema } from './schemas.ts'
import { readCharterSettings } from './settings.ts'
import { isComplete, missingArticles } from './template.ts'
import { charterStates, type Move } from './workflow.ts'

/** Private: writing, sending, validating a charter. */
export const chartersRouter = Router()

const chartersPath = (clee: FullClee) => `/clees/${clee.slug}/charte`
const breadcrumbOf = (clee: FullClee, ...last: string[]) => spaceBreadcrumb(clee, { href: chartersPath(clee), label: 'Charte' }, ...last)

async function authorizeMove(req: Request, move: Move) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  if (!canMoveCharter(user, clee, move)) throw forbidden()
  const charter = await getLatestCharter(clee.id)
  if (!canMoveCharter(user, clee, move, charter)) throw forbidden('Ce geste revient à l’autre copilote.')
  return { user, clee, charter }
}

/** A decision is about the version that the page showed: 409 when another has come since. */
async function authorizeDecision(req: Request, move: 'validation' | 'return') {
  const { user, clee, charter } = await authorizeMove(req, move)
  if (versionSchema.parse(req.body ?? {}).version !== charter.version) throw conflict('Une autre version de la charte est arrivée depuis que vous avez ouvert la page. Rechargez-la pour la lire.')
  return { user, clee, charter }
}

const withCompleteness = (article: Article) => ({ ...article, isComplete: isComplete(article) })
const withState = (charter: FullCharter) => ({ ...charter, state: charterStates[charter.status], articles: charter.articles.map(withCompleteness) })

async function renderCharter(req: Request, res: Response, clee: FullClee, form: Form = blankForm()) {
  const user = currentUser(req)
  const [latest, ...earlier] = await listCharters(clee.id)
  res.render('charters/show', {
    title: `Charte – ${clee.name}`,
    clee,
    form,
    charter: latest ? withState(latest) : null,
    earlier: earlier.map(withState),
    missing: latest ? missingArticles(latest.articles) : [],
    canWrite: canWriteCharter(user, clee),
    canSubmit: canMoveCharter(user, clee, 'submission'),
    needsAgreement: (await readCharterSettings()).needsAgreement,
    canAgree: canMoveCharter(user, clee, 'agreement', latest),
    canWithdraw: canMoveCharter(user, clee, 'withdrawal', latest),
    canDecide: canMoveCharter(user, clee, 'validation'),
    breadcrumb: breadcrumbOf(clee),
  })
}

chartersRouter.get('/clees/:slug/charte', async (req, res) => {
  const { clee } = await authorizeCharter(req)
  await renderCharter(req, res, clee)
})

chartersRouter.post('/clees/:slug/charte', async (req, res) => {
  const { user, clee } = await authorizeWriting(req)
  await createCharter(user, clee)
  await redirectWithFlash(req, res, chartersPath(clee), 'La charte est commencée à partir du modèle de l’académie et des données du CLEE. Complétez chaque article.')
})

chartersRouter.post('/clees/:slug/charte/revision', async (req, res) => {
  const { user, clee } = await authorizeWriting(req)
  await reviseCharter(user, clee, await getLatestCharter(clee.id))
  await redirectWithFlash(req, res, chartersPath(clee), 'Une nouvelle version est ouverte. La version en vigueur reste publiée jusqu’à la prochaine validation.')
})

chartersRouter.get('/clees/:slug/charte/versions/:version', async (req, res) => {
  const { clee } = await authorizeCharter(req)
  const charter = await getCharterVersion(clee.id, req.params.version)
  res.render('charters/version', {
    title: `Charte, version ${charter.version} – ${clee.name}`,
    clee,
    charter: withState(charter),
    breadcrumb: breadcrumbOf(clee, `Version ${charter.version}`),
  })
})

chartersRouter.post('/clees/:slug/charte/soumission', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'submission')
  const missing = missingArticles(charter.articles)
  if (charter.status === 'draft' && missing.length > 0) {
    const sentence = `Complétez d’abord ${missing.length > 1 ? 'les articles' : 'l’article'} : ${missing.join(', ')}.`
    return renderCharter(req, res.status(422), clee, { ...blankForm(), errors: { articles: sentence }, hasErrors: true })
  }
  await redirectWithFlash(req, res, chartersPath(clee), await sendCharter(user, clee, charter))
})

const sentSentence = () => `La charte est transmise à la mission académique. Votre récépissé figure ci-dessous${mailPromise(' ; un courriel vous le rappelle')}.`

/** Codécision or not, as the mission has set; gives the sentence that says what happened. */
async function sendCharter(user: CurrentUser, clee: FullClee, charter: FullCharter) {
  const side = sideIn(user, clee)
  if (side && (await readCharterSettings()).needsAgreement) {
    await proposeCharter(user, clee, charter, side)
    return `La charte est soumise à l’accord du copilote du ${sideNames[otherSide(side)]} : elle partira à la mission dès qu’il l’aura donné.`
  }
  await submitCharter(user, clee, charter)
  return sentSentence()
}

chartersRouter.post('/clees/:slug/charte/accord', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'agreement')
  await agreeToCharter(user, clee, charter)
  await redirectWithFlash(req, res, chartersPath(clee), sentSentence())
})

chartersRouter.post('/clees/:slug/charte/reprise', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'withdrawal')
  await withdrawCharter(user, clee, charter)
  await redirectWithFlash(req, res, chartersPath(clee), 'Vous avez repris la charte : son texte peut de nouveau être modifié.')
})

chartersRouter.post('/clees/:slug/charte/desaccord', async (req, res) => {
  const { user, clee, charter } = await authorizeMove(req, 'objection')
  const form = await submitForm(objectionSchema, req.body, ({ reason }) => objectToCharter(user, clee, charter, reason))
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, chartersPath(clee), 'Votre désaccord est transmis à l’autre copilote ; le texte peut de nouveau être modifié.')
})

chartersRouter.post('/clees/:slug/charte/validation', async (req, res) => {
  const { user, clee, charter } = await authorizeDecision(req, 'validation')
  await validateCharter(user, clee, charter)
  await redirectWithFlash(req, res, chartersPath(clee), 'La charte est validée et publiée.')
})

chartersRouter.post('/clees/:slug/charte/retour', async (req, res) => {
  const { user, clee, charter } = await authorizeDecision(req, 'return')
  const form = await submitForm(returnSchema, req.body, ({ reason }) => returnCharter(user, clee, charter, reason))
  if (!form.ok) return renderCharter(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, chartersPath(clee), 'La charte est renvoyée aux copilotes, avec votre motif.')
})
