import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { findPublishedTemplate, type FullTemplate } from '../charters/queries.ts'
import { readCharterSettings } from '../charters/settings.ts'
import { articleFromTemplate } from '../charters/template.ts'
import { getWorkspaceClee } from '../clees/queries.ts'
import { mailPromise } from '../notifications/promise.ts'
import { printOf } from '../seen.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, failedForm, submitForm, type Form } from '../web/forms.ts'
import { addTemplateArticle, deleteDraft, moveTemplateArticle, refuseMandatory, removeTemplateArticle, saveTemplateArticle, startDraft } from './commands.ts'
import { compareTemplates } from './comparison.ts'
import { articlePage, breadcrumbOf, draftBreadcrumb, draftPath, lostArticle, newArticlePage, rulesList, settingsPath, signatoryOptions, templatePath, valuesOf, withMarks, type EditedArticle } from './pages.ts'
import { canManageTemplates } from './policy.ts'
import { publishDraft } from './publication.ts'
import { countCleesOlderThan, findDraft, findDraftArticle, getDraft, getDraftArticle, getTemplate, listPreviewClees, listTemplates, printOfDraft } from './queries.ts'
import { newArticleSchema, previewSchema, publicationSchema, revisionSchema, settingsSchema, templateArticleSchema } from './schemas.ts'
import { rulesIn, saveCharterSettings } from './settings.ts'

/** Private: the mission writes the template of the charters. */
export const charterTemplatesRouter = Router()

const authorize = (req: Request) => requireAllowed(req, canManageTemplates)

charterTemplatesRouter.get(templatePath, async (req, res) => {
  authorize(req)
  const template = await findPublishedTemplate()
  res.render('charter-templates/index', {
    title: 'Modèle de charte',
    template: withMarks(template),
    versions: await listTemplates(),
    draft: await findDraft(),
    rules: rulesList(await readCharterSettings()),
    breadcrumb: breadcrumbOf(),
  })
})

charterTemplatesRouter.get(`${templatePath}/versions/:version`, async (req, res) => {
  authorize(req)
  const template = await getTemplate(req.params.version)
  const title = `Modèle de charte, version ${template.version}`
  res.render('charter-templates/version', { title, template: withMarks(template), breadcrumb: breadcrumbOf(`Version ${template.version}`) })
})

charterTemplatesRouter.post(draftPath, async (req, res) => {
  const user = authorize(req)
  await startDraft(user)
  await redirectWithFlash(req, res, draftPath, 'Une nouvelle version est en préparation : elle reprend les articles de la version en vigueur, qui ne change pas avant votre publication.')
})

charterTemplatesRouter.get(draftPath, async (req, res) => {
  authorize(req)
  const draft = await getDraft()
  const { articles } = await findPublishedTemplate()
  res.render('charter-templates/draft', {
    title: `Modèle de charte, version ${draft.version} en préparation`,
    draft: withMarks(draft),
    changes: compareTemplates(articles, draft.articles).length,
    breadcrumb: breadcrumbOf(`Version ${draft.version}`),
  })
})

const renderNew = (res: Response, form: Form) => res.render('charter-templates/article', newArticlePage(form))

charterTemplatesRouter.get(`${draftPath}/ajout`, async (req, res) => {
  authorize(req)
  await getDraft()
  renderNew(res, blankForm())
})

charterTemplatesRouter.post(`${draftPath}/ajout`, async (req, res) => {
  const user = authorize(req)
  if (!(await findDraft())) return renderNew(res.status(409), failedForm(req.body, { title: 'Aucune version n’est plus en préparation : rien n’est enregistré. Copiez votre texte avant de quitter la page.' }))
  const form = await submitForm(newArticleSchema, req.body, (input) => addTemplateArticle(user, input))
  if (!form.ok) return renderNew(res.status(422), form)
  await redirectWithFlash(req, res, draftPath, 'L’article est ajouté à la fin de la liste. Montez-le s’il a une autre place.')
})

const renderArticle = (res: Response, article: EditedArticle, form: Form, stored: EditedArticle | null = null) =>
  res.render('charter-templates/article', articlePage(article, form, stored))

charterTemplatesRouter.get(`${draftPath}/articles/:key`, async (req, res) => {
  authorize(req)
  const article = await getDraftArticle(req.params.key)
  renderArticle(res, article, blankForm(valuesOf(article)))
})

charterTemplatesRouter.post(`${draftPath}/articles/:key`, async (req, res) => {
  const user = authorize(req)
  const article = await findDraftArticle(req.params.key)
  if (!article) return renderLost(req, res, req.params.key)
  const form = await submitForm(templateArticleSchema, req.body, (input) => saveTemplateArticle(user, article, input))
  if (!form.ok) return renderArticle(res.status(422), article, form)
  if (!form.result) return renderClash(req, res, article.key)
  await redirectWithFlash(req, res, draftPath, 'L’article est enregistré dans la version en préparation.')
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

const steps = { montee: -1, descente: 1 } as const

for (const [noun, step] of Object.entries(steps)) {
  charterTemplatesRouter.post(`${draftPath}/articles/:key/${noun}`, async (req, res) => {
    const user = authorize(req)
    const article = await getDraftArticle(req.params.key)
    await moveTemplateArticle(user, article, step, revisionSchema.parse(req.body ?? {}).revision)
    await redirectWithFlash(req, res, `${draftPath}#article-${article.key}`, `L’article « ${article.title} » est déplacé.`)
  })
}

charterTemplatesRouter.get(`${draftPath}/articles/:key/retrait`, async (req, res) => {
  authorize(req)
  const article = await getDraftArticle(req.params.key)
  refuseMandatory(article)
  res.render('charter-templates/removal', { title: 'Retirer un article du modèle', article, path: draftPath, breadcrumb: draftBreadcrumb('Retrait') })
})

charterTemplatesRouter.post(`${draftPath}/articles/:key/retrait`, async (req, res) => {
  const user = authorize(req)
  const article = await getDraftArticle(req.params.key)
  await removeTemplateArticle(user, article, revisionSchema.parse(req.body ?? {}).revision)
  await redirectWithFlash(req, res, draftPath, `L’article « ${article.title} » est retiré de la version en préparation.`)
})

charterTemplatesRouter.get(`${draftPath}/apercu`, async (req, res) => {
  const user = authorize(req)
  const draft = await getDraft()
  const clees = await listPreviewClees(user)
  const slug = previewSchema.parse(req.query).clee || clees[0]?.value
  const clee = slug ? await getWorkspaceClee(user, slug) : null
  res.render('charter-templates/preview', {
    title: `Aperçu du modèle de charte, version ${draft.version}`,
    draft,
    clees,
    clee,
    articles: clee ? draft.articles.map((article) => ({ ...articleFromTemplate(article, clee), axes: article.axes, priorities: [] })) : [],
    path: draftPath,
    breadcrumb: draftBreadcrumb('Aperçu'),
  })
})

async function renderPublication(res: Response, draft: FullTemplate, form: Form) {
  const published = await findPublishedTemplate()
  res.render('charter-templates/publication', {
    title: `Publier la version ${draft.version} du modèle de charte`,
    form,
    draft,
    published,
    changes: compareTemplates(published.articles, draft.articles),
    seen: printOfDraft(draft),
    concerned: await countCleesOlderThan(draft.version),
    path: draftPath,
    breadcrumb: draftBreadcrumb('Publication'),
  })
}

charterTemplatesRouter.get(`${draftPath}/publication`, async (req, res) => {
  authorize(req)
  await renderPublication(res, await getDraft(), blankForm())
})

charterTemplatesRouter.post(`${draftPath}/publication`, async (req, res) => {
  const user = authorize(req)
  const form = await submitForm(publicationSchema, req.body, (input) => publishDraft(user, input))
  if (!form.ok) return renderPublication(res.status(422), await getDraft(), form)
  await redirectWithFlash(req, res, templatePath, `La version ${form.result} du modèle est publiée : les chartes qui commencent s’écrivent à partir d’elle.${mailPromise(' Un courriel en informe les copilotes.')}`)
})

charterTemplatesRouter.get(`${draftPath}/abandon`, async (req, res) => {
  authorize(req)
  const { version } = await getDraft()
  res.render('confirm', {
    title: 'Abandonner la version en préparation',
    heading: `Abandonner la version ${version} en préparation ?`,
    text: 'Ses articles et les modifications que vous y avez faites seront supprimés. La version en vigueur ne change pas.',
    action: `${draftPath}/abandon`,
    label: 'Abandonner cette version',
    back: { href: draftPath, label: 'La garder' },
    breadcrumb: draftBreadcrumb('Abandon'),
  })
})

charterTemplatesRouter.post(`${draftPath}/abandon`, async (req, res) => {
  const user = authorize(req)
  await deleteDraft(user)
  await redirectWithFlash(req, res, templatePath, 'La version en préparation est supprimée. La version en vigueur ne change pas.')
})

async function renderSettings(res: Response, form: Form | null) {
  const rules = rulesIn(await readCharterSettings())
  res.render('charter-templates/settings', {
    title: 'Règles des chartes',
    form: form ?? blankForm({ ...rules, needsAgreement: rules.needsAgreement ? 'oui' : '' }),
    seen: printOf(rules),
    stored: rulesList(rules),
    signatories: signatoryOptions,
    back: templatePath,
    breadcrumb: breadcrumbOf('Règles'),
  })
}

charterTemplatesRouter.get(settingsPath, async (req, res) => {
  authorize(req)
  await renderSettings(res, null)
})

charterTemplatesRouter.post(settingsPath, async (req, res) => {
  const user = authorize(req)
  const form = await submitForm(settingsSchema, req.body, (input) => saveCharterSettings(user, input))
  if (!form.ok) return renderSettings(res.status(422), form)
  await redirectWithFlash(req, res, templatePath, form.result ? 'Les règles des chartes sont enregistrées.' : 'Rien n’a changé dans les règles des chartes.')
})
