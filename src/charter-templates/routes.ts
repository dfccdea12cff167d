import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { rulesList } from '../charter-settings/labels.ts'
import { findPublishedTemplate, type FullTemplate } from '../charters/queries.ts'
import { readCharterSettings } from '../charters/settings.ts'
import { articleFromTemplate } from '../charters/template.ts'
import { getWorkspaceClee } from '../clees/queries.ts'
import { mailPromise } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { plural } from '../web/view-helpers.ts'
import { deleteDraft, startDraft } from './commands.ts'
import { compareTemplates } from './comparison.ts'
import { breadcrumbOf, draftBreadcrumb, draftPath, templatePath, withMarks } from './pages.ts'
import { canManageTemplates } from './policy.ts'
import { publishDraft } from './publication.ts'
import { countCleesOlderThan, findDraft, getDraft, getTemplate, listPreviewClees, listTemplates, printOfDraft } from './queries.ts'
import { abandonSchema, draftQuerySchema, previewSchema, publicationSchema } from './schemas.ts'

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
    older: await countCleesOlderThan(template.version),
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

const countChanges = async (draft: FullTemplate) => compareTemplates((await findPublishedTemplate()).articles, draft.articles).length

charterTemplatesRouter.get(draftPath, async (req, res) => {
  authorize(req)
  const draft = await getDraft()
  const { article } = draftQuerySchema.parse(req.query)
  // What was just done to an article is told there: the page opens on it, and its top is out of sight.
  const told = draft.articles.some(({ key }) => key === article) ? { toldAt: article, told: res.locals['flash'], flash: [] } : { toldAt: '', told: [] }
  res.render('charter-templates/draft', {
    title: `Modèle de charte, version ${draft.version} en préparation`,
    draft: withMarks(draft),
    changes: await countChanges(draft),
    ...told,
    breadcrumb: breadcrumbOf(`Version ${draft.version}`),
  })
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

/** What is lost with the draft. */
const lossOf = (changes: number) =>
  changes === 0 ? 'Rien ne la distingue de la version en vigueur.' : `${plural(changes, 'article y diffère', 'articles y diffèrent')} de la version en vigueur : ces modifications seront supprimées.`

charterTemplatesRouter.get(`${draftPath}/abandon`, async (req, res) => {
  authorize(req)
  const draft = await getDraft()
  const { version } = draft
  res.render('confirm', {
    title: 'Abandonner la version en préparation',
    heading: `Abandonner la version ${version} en préparation ?`,
    text: `${lossOf(await countChanges(draft))} La version en vigueur ne change pas.`,
    action: `${draftPath}/abandon`,
    hidden: { seen: printOfDraft(draft) },
    label: 'Abandonner cette version',
    back: { href: draftPath, label: 'La garder' },
    breadcrumb: draftBreadcrumb('Abandon'),
  })
})

charterTemplatesRouter.post(`${draftPath}/abandon`, async (req, res) => {
  const user = authorize(req)
  await deleteDraft(user, abandonSchema.parse(req.body ?? {}).seen)
  await redirectWithFlash(req, res, templatePath, 'La version en préparation est supprimée. La version en vigueur ne change pas.')
})
