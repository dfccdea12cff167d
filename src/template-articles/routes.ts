import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { draftBreadcrumb, draftPath, draftPathAt } from '../charter-templates/pages.ts'
import { canManageTemplates } from '../charter-templates/policy.ts'
import { findDraft, getDraft } from '../charter-templates/queries.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, failedForm, submitForm, type Form } from '../web/forms.ts'
import { addTemplateArticle, moveTemplateArticle, refuseMandatory, removeTemplateArticle, saveTemplateArticle } from './commands.ts'
import { articlePage, lostArticle, newArticlePage, valuesOf, type EditedArticle } from './pages.ts'
import { findDraftArticle, getDraftArticle } from './queries.ts'
import { newArticleSchema, placementSchema, revisionSchema, templateArticleSchema } from './schemas.ts'

/** Private: the mission writes the articles of the template in preparation. */
export const templateArticlesRouter = Router()

const authorize = (req: Request) => requireAllowed(req, canManageTemplates)

const renderNew = (res: Response, form: Form) => res.render('template-articles/form', newArticlePage(form))

templateArticlesRouter.get(`${draftPath}/ajout`, async (req, res) => {
  authorize(req)
  await getDraft()
  renderNew(res, blankForm())
})

templateArticlesRouter.post(`${draftPath}/ajout`, async (req, res) => {
  const user = authorize(req)
  if (!(await findDraft())) return renderNew(res.status(409), failedForm(req.body, { title: 'Aucune version n’est plus en préparation : rien n’est enregistré. Copiez votre texte avant de quitter la page.' }))
  const form = await submitForm(newArticleSchema, req.body, (input) => addTemplateArticle(user, input))
  if (!form.ok) return renderNew(res.status(422), form)
  await redirectWithFlash(req, res, draftPathAt(form.result), 'L’article est ajouté à la fin de la liste. Montez-le s’il a une autre place.')
})

const renderArticle = (res: Response, article: EditedArticle, form: Form, stored: EditedArticle | null = null) =>
  res.render('template-articles/form', articlePage(article, form, stored))

templateArticlesRouter.get(`${draftPath}/articles/:key`, async (req, res) => {
  authorize(req)
  const article = await getDraftArticle(req.params.key)
  renderArticle(res, article, blankForm(valuesOf(article)))
})

templateArticlesRouter.post(`${draftPath}/articles/:key`, async (req, res) => {
  const user = authorize(req)
  const article = await findDraftArticle(req.params.key)
  if (!article) return renderLost(req, res, req.params.key)
  const form = await submitForm(templateArticleSchema, req.body, (input) => saveTemplateArticle(user, article, input))
  if (!form.ok) return renderArticle(res.status(422), article, form)
  if (!form.result) return renderClash(req, res, article.key)
  await redirectWithFlash(req, res, draftPathAt(article.key), 'L’article est enregistré dans la version en préparation.')
})

/** Somebody saved first: both texts are shown, and saving again is a choice made with the other text in sight. */
async function renderClash(req: Request, res: Response, key: string) {
  const stored = await findDraftArticle(key)
  if (!stored) return renderLost(req, res, key)
  const { values } = failedForm(req.body, {})
  renderArticle(res.status(409), stored, blankForm({ ...values, revision: stored.revision }), stored)
}

/** The article or the whole draft is gone: what was typed stays on the page. */
const renderLost = (req: Request, res: Response, key: string) =>
  renderArticle(res.status(404), lostArticle(key), failedForm(req.body, { title: 'Cet article n’est plus dans la version en préparation : rien n’est enregistré. Copiez votre texte avant de quitter la page.' }))

/** Where each move leads from a place, 0 being the first. */
const moves: Record<string, (req: Request) => (from: number) => number> = {
  montee: () => (from) => from - 1,
  descente: () => (from) => from + 1,
  placement: (req) => () => placementSchema.parse(req.body ?? {}).position - 1,
}

for (const [noun, target] of Object.entries(moves)) {
  templateArticlesRouter.post(`${draftPath}/articles/:key/${noun}`, async (req, res) => {
    const user = authorize(req)
    const article = await getDraftArticle(req.params['key'])
    await moveTemplateArticle(user, article, target(req), revisionSchema.parse(req.body ?? {}).revision)
    const { position } = await getDraftArticle(article.key)
    await redirectWithFlash(req, res, draftPathAt(article.key), `L’article « ${article.title} » est à la place ${position}.`)
  })
}

templateArticlesRouter.get(`${draftPath}/articles/:key/retrait`, async (req, res) => {
  authorize(req)
  const article = await getDraftArticle(req.params.key)
  refuseMandatory(article)
  res.render('template-articles/removal', { title: 'Retirer un article du modèle', article, path: draftPath, breadcrumb: draftBreadcrumb('Retrait') })
})

templateArticlesRouter.post(`${draftPath}/articles/:key/retrait`, async (req, res) => {
  const user = authorize(req)
  const article = await getDraftArticle(req.params.key)
  const next = await removeTemplateArticle(user, article, revisionSchema.parse(req.body ?? {}).revision)
  await redirectWithFlash(req, res, draftPathAt(next), `L’article « ${article.title} » est retiré de la version en préparation.`)
})
