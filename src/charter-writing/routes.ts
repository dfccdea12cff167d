import { Router, type Request, type Response } from 'express'
import { currentUser } from '../auth/guards.ts'
import { authorizeWriting, breadcrumbOf } from '../charters/authorize.ts'
import { charterPath } from '../charters/paths.ts'
import { authorLabels } from '../charter-comments/labels.ts'
import { listComments } from '../charter-comments/queries.ts'
import { getArticle, getLatestCharter, type FullCharter } from '../charters/queries.ts'
import type { FullClee } from '../clees/queries.ts'
import type { Article } from '../generated/prisma/client.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { acceptsJson, savedAnswer } from './answers.ts'
import { saveArticles, type Save } from './commands.ts'
import { completenessOf } from './completeness.ts'
import { articleFields, clashValues, storedValues, typedValues } from './fields.ts'
import { restingSentences, unsavedTexts } from './resting.ts'
import { articleSchema, pageSchema, suffixOf } from './schemas.ts'

/** Private: the text of a charter, written article by article or all on one page. */
export const charterWritingRouter = Router()

const articlePath = (clee: FullClee, { key }: { key: string }) => `${charterPath(clee)}/articles/${key}`
const buttons = { one: 'Enregistrer', all: 'Tout enregistrer' }
type Button = keyof typeof buttons
const clashSentence = (button: Button) => `Quelqu’un a enregistré cet article pendant que vous l’écriviez. Pressez «\u00a0${buttons[button]}\u00a0»\u00a0: les deux textes seront montrés.`
/** Why what was typed can't be saved, on a page with that button. */
const refusalOf = ({ status }: FullCharter, button: Button) => (status === 'draft' ? clashSentence(button) : restingSentences[status])

/** The mission writes in a charter that is the co-pilots'. */
const isGuest = (req: Request) => currentUser(req).role === 'mission'

async function authorizeText(req: Request) {
  const { user, clee } = await authorizeWriting(req)
  return { user, clee, charter: await getLatestCharter(clee.id) }
}

async function authorizeArticle(req: Request) {
  const { charter, ...others } = await authorizeText(req)
  return { ...others, charter, article: getArticle(charter, String(req.params['key'])) }
}

/** The text of a version that was sent does not change: the page says why, and gives back what was typed. */
function renderResting(req: Request, res: Response, clee: FullClee, charter: FullCharter, heading: string, suffix: (article: Article) => string) {
  const sentence = refusalOf(charter, 'one')
  res.status(409)
  const texts = unsavedTexts(charter.articles, req.body ?? {}, suffix)
  if (acceptsJson(req)) res.json({ sentence })
  else res.render('charter-writing/resting', { title: `${heading} – ${clee.name}`, heading, sentence, texts, path: charterPath(clee), breadcrumb: breadcrumbOf(clee, heading) })
}

const headingOf = (article: Article) => `Article ${article.position} – ${article.title}`

async function renderArticle(req: Request, res: Response, clee: FullClee, charter: FullCharter, article: Article, form: Form, isClash = false) {
  const index = charter.articles.indexOf(article)
  res.render('charter-writing/article', {
    title: `Article « ${article.title} » – ${clee.name}`,
    heading: headingOf(article),
    article,
    form,
    fields: articleFields(article, form, '', isClash),
    completeness: completenessOf(charter.articles),
    previous: charter.articles[index - 1] ?? null,
    next: charter.articles[index + 1] ?? null,
    isGuest: isGuest(req),
    path: charterPath(clee),
    clee,
    version: charter.version,
    comments: (await listComments(charter))[article.key] ?? [],
    authorLabels,
    breadcrumb: breadcrumbOf(clee, article.title),
  })
}

charterWritingRouter.get('/clees/:slug/charte/articles/:key', async (req, res) => {
  const { clee, charter, article } = await authorizeArticle(req)
  if (charter.status !== 'draft') return renderResting(req, res, clee, charter, headingOf(article), () => '')
  await renderArticle(req, res, clee, charter, article, blankForm(storedValues(article)))
})

charterWritingRouter.post('/clees/:slug/charte/articles/:key', async (req, res) => {
  const { user, clee, charter, article } = await authorizeArticle(req)
  if (charter.status !== 'draft') return renderArticleClash(req, res, clee, article)
  const form = await submitForm(articleSchema(article), req.body, (edit) => saveArticles(user, clee, charter, [{ ...edit, seen: '' }]))
  if (!form.ok && acceptsJson(req)) return res.status(422).json({ errors: form.errors })
  if (!form.ok) return renderArticle(req, res.status(422), clee, charter, article, { ...form, values: typedValues(form.values, article) })
  if (acceptsJson(req)) return answerSaves(res, clee, form.result, 'one')
  if (form.result.some(({ outcome }) => outcome === 'clash')) return renderArticleClash(req, res, clee, article)
  await redirectWithFlash(req, res, afterSaving(req, clee, charter, article), `L’article « ${article.title} » est enregistré.`)
})

/** The same article, where its text is read as formatted, or the following one. */
function afterSaving(req: Request, clee: FullClee, charter: FullCharter, article: Article) {
  const next = charter.articles[charter.articles.indexOf(article) + 1]
  return articlePath(clee, req.body?.destination === 'next' && next ? next : article)
}

/** Somebody saved first: both texts are shown, and saving again is a choice made with the other text in sight. Somebody sent the version: what was typed stays on the page. */
async function renderArticleClash(req: Request, res: Response, clee: FullClee, article: Article) {
  const latest = await getLatestCharter(clee.id)
  // An article that a new template brought goes away with the draft that is abandoned; what was typed there does not.
  const stored = latest.articles.find(({ key }) => key === article.key) ?? article
  if (latest.status !== 'draft' || !latest.articles.includes(stored)) return renderResting(req, res, clee, { ...latest, articles: [stored] }, headingOf(stored), () => '')
  await renderArticle(req, res.status(409), clee, latest, stored, blankForm(clashValues(req.body, stored)), true)
}

/** What the page that saves as it goes learns: where it may write on from, or that both texts must be shown. */
async function answerSaves(res: Response, clee: FullClee, saves: Save[], button: Button) {
  const latest = await getLatestCharter(clee.id)
  const isClash = saves.some(({ outcome }) => outcome === 'clash')
  const sentence = refusalOf(latest, button)
  res.status(isClash ? 409 : 200).json({ ...savedAnswer(latest, saves), ...(isClash && { sentence }) })
}

type Shown = { form: Form; clashes: string[] }

function renderAll(req: Request, res: Response, clee: FullClee, charter: FullCharter, { form, clashes }: Shown) {
  const heading = 'Rédiger toute la charte'
  res.render('charter-writing/all', {
    title: `${heading} – ${clee.name}`,
    heading,
    clee,
    version: charter.version,
    form,
    articles: charter.articles.map((article) => articleFields(article, form, suffixOf(article), clashes.includes(article.key))),
    clashes: charter.articles.filter(({ key }) => clashes.includes(key)),
    completeness: completenessOf(charter.articles),
    isGuest: isGuest(req),
    path: charterPath(clee),
    breadcrumb: breadcrumbOf(clee, heading),
  })
}

const mergeValues = (charter: FullCharter, valuesOf: (article: Article) => Record<string, unknown>) => Object.assign({}, ...charter.articles.map(valuesOf)) as Record<string, unknown>

charterWritingRouter.get('/clees/:slug/charte/redaction', async (req, res) => {
  const { clee, charter } = await authorizeText(req)
  if (charter.status !== 'draft') return renderResting(req, res, clee, charter, 'Rédiger toute la charte', suffixOf)
  renderAll(req, res, clee, charter, { form: blankForm(mergeValues(charter, (article) => storedValues(article, suffixOf(article)))), clashes: [] })
})

charterWritingRouter.post('/clees/:slug/charte/redaction', async (req, res) => {
  const { user, clee, charter } = await authorizeText(req)
  if (charter.status !== 'draft') return renderResting(req, res, clee, charter, 'Rédiger toute la charte', suffixOf)
  const form = await submitForm(pageSchema(charter.articles), withoutAbandoned(req.body ?? {}), (edits) => saveArticles(user, clee, charter, edits))
  if (!form.ok && acceptsJson(req)) return res.status(422).json({ errors: form.errors })
  if (!form.ok) return renderAll(req, res.status(422), clee, charter, { form: { ...form, values: mergeValues(charter, (article) => typedValues(form.values, article, suffixOf(article))) }, clashes: [] })
  if (acceptsJson(req)) return answerSaves(res, clee, form.result, 'all')
  const clashes = form.result.filter(({ outcome }) => outcome === 'clash').map(({ key }) => key)
  if (clashes.length > 0) return renderAllClash(req, res, clee, clashes)
  await redirectWithFlash(req, res, `${charterPath(clee)}/redaction`, 'Tout est enregistré.')
})

/** Of two texts, the one that is saved is kept: what was typed is not sent. */
function withoutAbandoned(typed: Record<string, unknown>) {
  const suffix = `-${String(typed['abandon'])}`
  return typed['abandon'] === undefined ? typed : Object.fromEntries(Object.entries(typed).filter(([name]) => !['body', 'axes', 'priorities'].some((field) => name === `${field}${suffix}`)))
}

/** What could be saved is; of the others, both texts are shown. */
async function renderAllClash(req: Request, res: Response, clee: FullClee, clashes: string[]) {
  const latest = await getLatestCharter(clee.id)
  if (latest.status !== 'draft') return renderResting(req, res, clee, latest, 'Rédiger toute la charte', suffixOf)
  const values = mergeValues(latest, (article) => (clashes.includes(article.key) ? clashValues(req.body, article, suffixOf(article)) : storedValues(article, suffixOf(article))))
  renderAll(req, res.status(409), clee, latest, { form: blankForm(values), clashes })
}
