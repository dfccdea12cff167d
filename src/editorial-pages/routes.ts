import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { compareTexts } from '../charters/differences.ts'
import { forbidden, Moved } from '../errors.ts'
import { readPage } from '../markdown.ts'
import { isToReview, proposedReview, reviewSentence } from '../review-dates.ts'
import { oldWords } from '../text.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { formatDay, formatInstant } from '../web/view-helpers.ts'
import { changePage, createPage, deletePage, publishPage, restoreVersion, withdrawPage } from './commands.ts'
import { linkNotices } from './links.ts'
import { isPinned, managedPath, pagePath, pagesPath, pinnedSlug } from './paths.ts'
import { canManagePages, canWithdrawPage } from './policy.ts'
import { getManagedPage, getPage, getPageVersion, listManagedPages, listPageVersions, listPublishedPages, listRestorations, type ManagedPage } from './queries.ts'
import { pageSchema, previewSchema, shownRevision, stepSchema } from './schemas.ts'

/** Public: the pages that the mission writes. */
export const editorialPagesRouter = Router()
/** Private: the mission writes, publishes and takes back pages. */
export const pagesAdministrationRouter = Router()

/** Parts of a page from which it has a table of contents. */
const contentsFrom = 3

function contentOf(body: string) {
  const blocks = readPage(body)
  const parts = blocks.flatMap((block) => (block.kind === 'heading' && block.level === 2 ? [block] : []))
  return { blocks, contents: parts.length >= contentsFrom ? parts : [] }
}

async function renderPage(req: Request, res: Response, slug: string) {
  const page = await getPage(req.user, slug)
  const isWriter = req.user ? canManagePages(req.user) : false
  res.render('editorial-pages/show', {
    title: page.title,
    description: page.summary,
    page,
    ...contentOf(page.body),
    managed: isWriter ? { path: managedPath(page), review: isToReview(page) ? reviewSentence(page) : '' } : null,
    others: (await listPublishedPages()).filter(({ id }) => id !== page.id).map((other) => ({ ...other, path: pagePath(other) })),
    breadcrumb: [{ href: pagePath(page), label: page.title }],
  })
}

editorialPagesRouter.get(`/${pinnedSlug}`, (req, res) => renderPage(req, res, pinnedSlug))

editorialPagesRouter.get('/pages/:slug', (req, res) => {
  const { slug } = req.params
  if (isPinned({ slug })) throw new Moved(pagePath({ slug }))
  return renderPage(req, res, slug)
})

const breadcrumbOf = (...last: { href: string; label: string }[]) => [{ href: '/administration', label: 'Administration' }, { href: pagesPath, label: 'Pages' }, ...last]
const within = (page: ManagedPage, last: string) => breadcrumbOf({ href: managedPath(page), label: page.title }, { href: '', label: last })
const stateOf = ({ publishedAt }: Pick<ManagedPage, 'publishedAt'>) => (publishedAt ? { label: 'Publiée', kind: 'success' } : { label: 'Brouillon', kind: 'info' })

pagesAdministrationRouter.get(pagesPath, async (req, res) => {
  requireAllowed(req, canManagePages)
  const pages = await listManagedPages()
  res.render('editorial-pages/index', {
    title: 'Gérer les pages',
    pages: pages.map((page) => ({ ...page, path: managedPath(page), publicPath: pagePath(page), state: stateOf(page), isLate: isToReview(page), review: reviewSentence(page) })),
    breadcrumb: breadcrumbOf(),
  })
})

type FormPage = { heading: string; page: ManagedPage | null; form: Form; stored?: ManagedPage; preview?: Preview }

/** What was typed as it would be read, with what there is to know of it. */
async function previewOf(req: Request) {
  const { title, body } = previewSchema.parse(req.body)
  const content = contentOf(body)
  return { title, ...content, notices: oldWords(`${title}\n${body}`), links: await linkNotices(req.app, body, content.blocks) }
}
type Preview = Awaited<ReturnType<typeof previewOf>>

const renderForm = (res: Response, { heading, page, form, stored, preview }: FormPage) =>
  res.render('editorial-pages/form', {
    title: heading,
    heading,
    form,
    page,
    pastReview: page && isToReview(page) ? reviewSentence(page) : '',
    stored: stored ? { heading: `Ce qui est enregistré, par ${stored.updatedByName || 'le portail'}, ${formatInstant(stored.updatedAt)}`, text: `${stored.title}\n\n${stored.body}` } : null,
    preview: preview ?? null,
    action: page ? `${managedPath(page)}/modification` : pagesPath,
    back: page ? managedPath(page) : pagesPath,
    breadcrumb: page ? within(page, 'Modifier') : breadcrumbOf({ href: '', label: heading }),
  })

const newHeading = 'Écrire une page'
const isPreview = (req: Request) => stepSchema.parse(req.body ?? {}).etape === 'apercu'

/** Shows what was typed as it would be read; what would be refused is said as when it is saved. */
async function renderPreview(req: Request, res: Response, page: Pick<FormPage, 'heading' | 'page'>) {
  const form = await submitForm(pageSchema, req.body, () => Promise.resolve())
  const preview = await previewOf(req)
  renderForm(form.ok ? res : res.status(422), { ...page, preview, form: form.ok ? blankForm({ ...req.body }) : form })
}

pagesAdministrationRouter.get(`${pagesPath}/nouvelle`, (req, res) => {
  requireAllowed(req, canManagePages)
  renderForm(res, { heading: newHeading, page: null, form: blankForm({ reviewOn: proposedReview(), position: 50 }) })
})

pagesAdministrationRouter.post(pagesPath, async (req, res) => {
  const user = requireAllowed(req, canManagePages)
  if (isPreview(req)) return renderPreview(req, res, { heading: newHeading, page: null })
  const form = await submitForm(pageSchema, req.body, (input) => createPage(user, input))
  if (!form.ok) return renderForm(res.status(422), { heading: newHeading, page: null, form })
  await redirectWithFlash(req, res, managedPath(form.result), 'La page est enregistrée. Personne d’autre que la mission ne la lit avant sa publication.')
})

async function authorize(req: Request) {
  const user = requireAllowed(req, canManagePages)
  return { user, page: await getManagedPage(String(req.params['id'])) }
}

pagesAdministrationRouter.get(`${pagesPath}/:id`, async (req, res) => {
  const { user, page } = await authorize(req)
  res.render('editorial-pages/manage', {
    title: `Gérer la page « ${page.title} »`,
    page,
    path: managedPath(page),
    publicPath: pagePath(page),
    state: stateOf(page),
    canWithdraw: canWithdrawPage(user, page),
    review: { isLate: isToReview(page), sentence: reviewSentence(page) },
    versions: await listPageVersions(page.id),
    restorations: await listRestorations(page.id),
    breadcrumb: breadcrumbOf({ href: '', label: page.title }),
  })
})

const editingOf = (page: ManagedPage) => ({ heading: 'Modifier la page', page })

pagesAdministrationRouter.get(`${pagesPath}/:id/modification`, async (req, res) => {
  const { page } = await authorize(req)
  renderForm(res, { ...editingOf(page), form: blankForm({ ...page, reviewOn: proposedReview(page.reviewOn) }) })
})

pagesAdministrationRouter.post(`${pagesPath}/:id/modification`, async (req, res) => {
  const { user, page } = await authorize(req)
  const { revision } = shownRevision.parse(req.body ?? {})
  if (isPreview(req)) return renderPreview(req, res, editingOf(page))
  const form = await submitForm(pageSchema, req.body, (input) => changePage(user, page, revision, input))
  if (!form.ok) return renderForm(res.status(422), { ...editingOf(page), form })
  if (form.result === 'clash') return renderClash(req, res, page.id)
  await redirectWithFlash(req, res, managedPath(page), 'La page est enregistrée.')
})

/** Both texts, and the revision that another save will replace. */
async function renderClash(req: Request, res: Response, id: string) {
  const stored = await getManagedPage(id)
  renderForm(res.status(409), { ...editingOf(stored), stored, form: blankForm({ ...req.body, revision: stored.revision }) })
}

pagesAdministrationRouter.post(`${pagesPath}/:id/publication`, async (req, res) => {
  const { user, page } = await authorize(req)
  await publishPage(user, page, shownRevision.parse(req.body ?? {}).revision)
  await redirectWithFlash(req, res, managedPath(page), 'La page est publiée.')
})

async function authorizeWithdrawal(req: Request) {
  const { user, page } = await authorize(req)
  if (!canWithdrawPage(user, page)) throw forbidden('Le menu du portail mène à cette page\u00a0: elle se modifie, et ne se retire pas.')
  return { user, page }
}

const confirm = (res: Response, page: ManagedPage, last: string, question: { heading: string; text: string; action: string; label: string }) =>
  res.render('confirm', { title: `${last} – ${page.title}`, ...question, hidden: { revision: page.revision }, back: { href: managedPath(page), label: 'Revenir à la page' }, breadcrumb: within(page, last) })

pagesAdministrationRouter.get(`${pagesPath}/:id/retrait`, async (req, res) => {
  const { page } = await authorizeWithdrawal(req)
  confirm(res, page, 'Retirer', { heading: 'Retirer cette page de la publication ?', text: `« ${page.title} » ne sera plus lue que de la mission\u00a0: qui en a gardé l’adresse trouvera « Page introuvable ». Son texte reste, et peut être publié de nouveau.`, action: `${managedPath(page)}/retrait`, label: 'Retirer de la publication' })
})

pagesAdministrationRouter.post(`${pagesPath}/:id/retrait`, async (req, res) => {
  const { user, page } = await authorizeWithdrawal(req)
  await withdrawPage(user, page)
  await redirectWithFlash(req, res, managedPath(page), 'La page n’est plus publiée.')
})

pagesAdministrationRouter.get(`${pagesPath}/:id/suppression`, async (req, res) => {
  const { page } = await authorizeWithdrawal(req)
  confirm(res, page, 'Supprimer', { heading: 'Supprimer cette page ?', text: `« ${page.title} » et toutes ses versions seront effacées, sans retour possible.`, action: `${managedPath(page)}/suppression`, label: 'Supprimer la page' })
})

pagesAdministrationRouter.post(`${pagesPath}/:id/suppression`, async (req, res) => {
  const { user, page } = await authorizeWithdrawal(req)
  await deletePage(user, page, shownRevision.parse(req.body ?? {}).revision)
  await redirectWithFlash(req, res, pagesPath, `La page « ${page.title} » est supprimée.`)
})

const wholeText = ({ title, body }: { title: string; body: string }) => `${title}\n\n${body}`

pagesAdministrationRouter.get(`${pagesPath}/:id/versions/:revision`, async (req, res) => {
  const { page } = await authorize(req)
  const version = await getPageVersion(page.id, req.params.revision)
  res.render('editorial-pages/version', { title: `Version du ${formatDay(version.savedAt)} – ${page.title}`, page, version, ...contentOf(version.body), isCurrent: version.title === page.title && version.body === page.body, pieces: compareTexts(wholeText(version), wholeText(page)), path: managedPath(page), breadcrumb: within(page, `Version ${version.revision}`) })
})

pagesAdministrationRouter.post(`${pagesPath}/:id/versions/:revision/restauration`, async (req, res) => {
  const { user, page } = await authorize(req)
  const version = await getPageVersion(page.id, req.params.revision)
  await restoreVersion(user, page, shownRevision.parse(req.body ?? {}).revision, version)
  await redirectWithFlash(req, res, managedPath(page), `Le texte du ${formatDay(version.savedAt)} est repris\u00a0; celui qu’il remplace reste dans les versions.`)
})
