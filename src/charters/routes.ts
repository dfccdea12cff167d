import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { currentUser } from '../auth/guards.ts'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { versionLinks } from '../charter-documents/links.ts'
import { otherSide, sideNames } from '../copilots/seats.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import type { Article } from '../generated/prisma/client.ts'
import { mailPromise } from '../notifications/promise.ts'
import { readPanel } from '../signatures/panel.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { agreeToCharter, createCharter, objectToCharter, proposeCharter, returnCharter, reviseCharter, saveArticle, submitCharter, validateCharter, withdrawCharter } from './commands.ts'
import { canMoveCharter, canWriteCharter, sideIn } from './policy.ts'
import { getCharterVersion, getLatestCharter, listCharters, type FullCharter } from './queries.ts'
import { articleSchema, objectionSchema, returnSchema, versionSchema } from './schemas.ts'
import { readCharterSettings } from './settings.ts'
import { findStanding } from './standings.ts'
import { isComplete, missingArticles } from './template.ts'
import { charterStates, type Move } from './workflow.ts'

/** Private: writing, sending, validating a charter. */
export const chartersRouter = Router()

const chartersPath = (clee: FullClee) => `/clees/${clee.slug}/charte`
const breadcrumbOf = (clee: FullClee, ...last: string[]) => spaceBreadcrumb(clee, { href: chartersPath(clee), label: 'Charte' }, ...last)

/** A draft of declaration has no charter yet. */
async function authorizeCharter(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : sa charte s’écrit ensuite.')
  return { user, clee }
}

async function authorizeWriting(req: Request) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  if (!canWriteCharter(user, clee)) throw forbidden('La charte est écrite par les copilotes : vous pouvez la lire.')
  return { user, clee }
}

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
    signatures: latest ? await readPanel(user, clee, latest) : null,
    links: latest ? versionLinks(clee, latest) : null,
    standing: await findStanding(clee.id),
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
    signatures: await readPanel(currentUser(req), clee, charter),
    links: versionLinks(clee, charter),
    breadcrumb: breadcrumbOf(clee, `Version ${charter.version}`),
  })
})

function articleOf(charter: FullCharter, key: string): Article {
  const article = charter.articles.find((candidate) => candidate.key === key)
  if (!article) throw notFound('Cet article n’existe pas dans la charte.')
  return article
}

async function authorizeArticle(req: Request) {
  const { user, clee } = await authorizeWriting(req)
  const charter = await getLatestCharter(clee.id)
  return { user, clee, charter, article: articleOf(charter, String(req.params['key'])) }
}

const renderArticle = (res: Response, clee: FullClee, article: Article, form: Form, stored: Article | null = null) =>
  res.render('charters/article', {
    title: `Article « ${article.title} » – ${clee.name}`,
    clee,
    article,
    form,
    stored,
    breadcrumb: breadcrumbOf(clee, article.title),
  })

chartersRouter.get('/clees/:slug/charte/articles/:key', async (req, res) => {
  const { clee, charter, article } = await authorizeArticle(req)
  if (charter.status !== 'draft') throw conflict('Cette version a été transmise : son texte ne change plus.')
  renderArticle(res, clee, article, blankForm({ body: article.body, revision: article.revision }))
})

chartersRouter.post('/clees/:slug/charte/articles/:key', async (req, res) => {
  const { user, clee, charter, article } = await authorizeArticle(req)
  const form = await submitForm(articleSchema, req.body, (input) => saveArticle(user, clee, charter, article, input))
  if (!form.ok) return renderArticle(res.status(422), clee, article, form)
  if (!form.result) return renderClash(req, res, clee, article.key)
  await redirectWithFlash(req, res, chartersPath(clee), `L’article « ${article.title} » est enregistré.`)
})

/** Somebody saved first: both texts are shown, and saving again is a choice made with the other text in sight. Somebody sent the version: what was typed stays on the page. */
async function renderClash(req: Request, res: Response, clee: FullClee, key: string) {
  const latest = await getLatestCharter(clee.id)
  const stored = articleOf(latest, key)
  const form = blankForm({ body: req.body.body, revision: stored.revision })
  if (latest.status === 'draft') return renderArticle(res.status(409), clee, stored, form, stored)
  const sentence = 'Cette version a été transmise : son texte ne change plus. Copiez votre texte avant de quitter la page.'
  renderArticle(res.status(409), clee, stored, { ...form, errors: { body: sentence }, hasErrors: true })
}

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
