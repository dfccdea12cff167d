import { Router, type Request, type Response } from 'express'
import { findEvent } from '../audit/queries.ts'
import { requireAllowed } from '../auth/guards.ts'
import { listBassinOptions, listBassins } from '../bassins/queries.ts'
import { sendPdf } from '../documents/send.ts'
import { Moved } from '../errors.ts'
import { isToReview, proposedReview, reviewSentence } from '../review-dates.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { acceptedTypes, documentRefusal, readDocument, type DocumentUpload } from '../uploads/documents.ts'
import { receiveBytes } from '../uploads/receive.ts'
import { sendPublished, sendStored } from '../uploads/send.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { pageNumber, pageSlice, paginate } from '../web/pagination.ts'
import { formatInstant } from '../web/view-helpers.ts'
import { addDocument, changeDocument, deleteDocument, publishDocument, replaceFile, withdrawDocument } from './commands.ts'
import { listCurrentDocuments } from './current.ts'
import { charterTemplatePdf, cleeListPdf, coordinatorListPdf, coordinatorRows } from './generated.ts'
import { documentKinds, formatOf, kindOptions, yearLabel } from './labels.ts'
import { documentsPath, filePath, libraryPath, listedAt, managedPath } from './paths.ts'
import { canManageDocuments } from './policy.ts'
import { getDocument, getManagedDocument, libraryPageSize, listManagedDocuments, listPublishedDocuments, listPublishedYears, readDocumentFile, type FullDocument, type LibraryDocument } from './queries.ts'
import { asksUnknown, documentSchema, fileSchema, libraryFiltersSchema, managedFiltersSchema, newDocumentSchema, shownRevision } from './schemas.ts'
import { sectionsOf, storedText } from './shown.ts'

/** Public: what the mission publishes, and what the portal makes itself. */
export const documentLibraryRouter = Router()
/** Private: the mission adds documents, publishes and withdraws them. */
export const documentsAdministrationRouter = Router()

const yearOptions = (years: string[], hasNone: boolean) => [{ value: '', label: 'Toutes les années' }, ...years.map((value) => ({ value, label: value })), ...(hasNone ? [{ value: 'sans', label: 'Sans année' }] : [])]

documentLibraryRouter.get(libraryPath, async (req, res) => {
  const filters = libraryFiltersSchema.parse(req.query)
  const [bassins, page] = [await listBassins(), pageNumber(req.query['page'])]
  const isUnknown = asksUnknown(req.query, filters) || (filters.bassin !== '' && !bassins.some(({ slug }) => slug === filters.bassin))
  const documents = isUnknown ? [] : await listPublishedDocuments(filters)
  const { years, hasNone } = await listPublishedYears()
  const { skip, take } = pageSlice(page, documents.length, libraryPageSize)
  res.render('document-library/library', {
    title: 'Documents',
    description: 'Circulaires, lettres, chartes et listes des CLEE de l’académie, par année scolaire.',
    filters,
    isFiltered: isUnknown || Object.values(filters).some(Boolean),
    isUnknown,
    total: documents.length,
    current: skip === 0 && !isUnknown ? await listCurrentDocuments(filters) : [],
    sections: sectionsOf(documents.slice(skip, skip + take)),
    years: yearOptions(years, hasNone),
    kinds: [{ value: '', label: 'Tous les types' }, ...kindOptions],
    bassins: [{ value: '', label: 'Tous les bassins' }, ...bassins.map(({ slug, name }) => ({ value: slug, label: name }))],
    canManage: req.user ? canManageDocuments(req.user) : false,
    pagination: paginate(libraryPath, filters, page, documents.length, libraryPageSize),
    breadcrumb: [{ href: libraryPath, label: 'Documents' }],
  })
})

documentLibraryRouter.get(`${libraryPath}/liste-des-clees.pdf`, async (req, res) => sendPdf(req, res, await cleeListPdf()))
documentLibraryRouter.get(`${libraryPath}/coordonnateurs.pdf`, async (req, res) => sendPdf(req, res, await coordinatorListPdf()))
documentLibraryRouter.get(`${libraryPath}/modele-de-charte.pdf`, async (req, res) => sendPdf(req, res, await charterTemplatePdf()))
documentLibraryRouter.get(`${libraryPath}/coordonnateurs.csv`, async (_req, res) => {
  const schoolYear = schoolYearOf()
  res.attachment(`coordonnateurs-de-bassin-${schoolYear}.csv`).type('text/csv').send(toCsv(await coordinatorRows(schoolYear)))
})

// A file that replaces another may have another name: the address of the former leads to it.
documentLibraryRouter.get(`${libraryPath}/:id/:fileName`, async (req, res) => {
  const document = await getDocument(req.user, req.params.id)
  if (req.params.fileName !== document.fileName) throw new Moved(filePath(document))
  const readContent = () => readDocumentFile(document.id)
  if (document.publishedAt) return sendPublished(req, res, document, readContent)
  sendStored(res, { ...document, content: await readContent() })
})

const breadcrumbOf = (...last: { href: string; label: string }[]) => [{ href: '/administration', label: 'Administration' }, { href: documentsPath, label: 'Documents' }, ...last]
const within = (document: FullDocument, last: string) => breadcrumbOf({ href: managedPath(document), label: document.title }, { href: '', label: last })
const stateOf = ({ publishedAt }: Pick<FullDocument, 'publishedAt'>) => (publishedAt ? { label: 'Publié', kind: 'success' } : { label: 'Non publié', kind: 'info' })

/** What the mission reads of a document. */
const managed = (document: LibraryDocument) => ({ ...document, path: managedPath(document), filePath: filePath(document), kindLabel: documentKinds[document.kind], year: yearLabel(document.schoolYear), format: formatOf(document), state: stateOf(document), isLate: isToReview(document), review: reviewSentence(document) })

/** From the next school year back to ten years ago. */
function schoolYearOptions(kept = '') {
  const years = [nextSchoolYear(schoolYearOf())]
  while (years.length < 12) years.push(previousSchoolYear(years.at(-1)!))
  return [{ value: '', label: 'Aucune en particulier' }, ...[...new Set([...years, ...(kept ? [kept] : [])])].map((value) => ({ value, label: value }))]
}

documentsAdministrationRouter.get(documentsPath, async (req, res) => {
  requireAllowed(req, canManageDocuments)
  const filters = managedFiltersSchema.parse(req.query)
  const [documents, page] = [await listManagedDocuments(filters), pageNumber(req.query['page'])]
  const { skip, take } = pageSlice(page, documents.length, libraryPageSize)
  res.render('document-library/administration', {
    title: 'Gérer les documents',
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    documents: documents.slice(skip, skip + take).map(managed),
    years: [...yearOptions(schoolYearOptions().slice(1).map(({ value }) => value), true)],
    kinds: [{ value: '', label: 'Tous les types' }, ...kindOptions],
    pagination: paginate(documentsPath, filters, page, documents.length, libraryPageSize),
    breadcrumb: breadcrumbOf(),
  })
})

type FormPage = { document: FullDocument | null; form: Form; stored?: FullDocument }

const renderForm = async (res: Response, { document, form, stored }: FormPage) => {
  const heading = document ? 'Modifier le document' : 'Ajouter un document'
  res.render('document-library/form', {
    title: heading,
    heading,
    form,
    document: document && managed(document),
    stored: stored ? { heading: `Ce qui est enregistré, par ${stored.updatedByName}, ${formatInstant(stored.updatedAt)}`, text: storedText(stored) } : null,
    kinds: kindOptions,
    years: schoolYearOptions(document?.schoolYear ?? ''),
    bassins: [{ value: '', label: 'Tous les bassins' }, ...(await listBassinOptions())],
    accept: acceptedTypes,
    action: document ? `${managedPath(document)}/modification` : documentsPath,
    back: document ? managedPath(document) : documentsPath,
    breadcrumb: document ? within(document, 'Modifier') : breadcrumbOf({ href: '', label: heading }),
  })
}

/** The body of a form with a file, which is read once who sends it is known. */
async function receiveDocument(req: Request, res: Response): Promise<DocumentUpload> {
  const sent = await receiveBytes(req, res, 'file')
  return 'content' in sent ? readDocument(sent.name, sent.content) : { refusal: documentRefusal(sent.refusal) }
}

documentsAdministrationRouter.get(`${documentsPath}/ajout`, async (req, res) => {
  requireAllowed(req, canManageDocuments)
  await renderForm(res, { document: null, form: blankForm({ schoolYear: schoolYearOf(), reviewOn: proposedReview() }) })
})

documentsAdministrationRouter.post(documentsPath, async (req, res) => {
  const user = requireAllowed(req, canManageDocuments)
  const file = await receiveDocument(req, res)
  const form = await submitForm(newDocumentSchema, { ...req.body, file }, (input) => addDocument(user, input))
  if (!form.ok) return renderForm(res.status(422), { document: null, form })
  await redirectWithFlash(req, res, managedPath(form.result), form.result.publishedAt ? 'Le document est publié.' : 'Le document est enregistré. Le public ne le lit pas avant sa publication.')
})

async function authorize(req: Request) {
  const user = requireAllowed(req, canManageDocuments)
  return { user, document: await getManagedDocument(user, String(req.params['id'])) }
}

documentsAdministrationRouter.get(`${documentsPath}/:id`, async (req, res) => {
  const { document } = await authorize(req)
  res.render('document-library/manage', { title: document.title, document: managed(document), withdrawal: await findEvent(document.id, 'document.withdrawal'), publicPath: listedAt(document), breadcrumb: breadcrumbOf({ href: '', label: document.title }) })
})

const keptValues = (document: FullDocument) => ({ ...document, reviewOn: document.reviewOn && proposedReview(document.reviewOn) })

documentsAdministrationRouter.get(`${documentsPath}/:id/modification`, async (req, res) => {
  const { document } = await authorize(req)
  await renderForm(res, { document, form: blankForm(keptValues(document)) })
})

documentsAdministrationRouter.post(`${documentsPath}/:id/modification`, async (req, res) => {
  const { user, document } = await authorize(req)
  const { revision } = shownRevision.parse(req.body ?? {})
  const form = await submitForm(documentSchema, req.body, (input) => changeDocument(user, document, revision, input))
  if (!form.ok) return renderForm(res.status(422), { document, form })
  if (form.result === 'saved') return redirectWithFlash(req, res, managedPath(document), 'Le document est modifié.')
  const stored = await getManagedDocument(user, document.id)
  await renderForm(res.status(409), { document: stored, stored, form: blankForm({ ...req.body, revision: stored.revision }) })
})

const renderFile = (res: Response, document: FullDocument, form: Form) =>
  res.render('document-library/file', { title: `Remplacer le fichier – ${document.title}`, document: managed(document), form, accept: acceptedTypes, breadcrumb: within(document, 'Remplacer le fichier') })

documentsAdministrationRouter.get(`${documentsPath}/:id/fichier`, async (req, res) => {
  const { document } = await authorize(req)
  renderFile(res, document, blankForm({ revision: document.revision }))
})

documentsAdministrationRouter.post(`${documentsPath}/:id/fichier`, async (req, res) => {
  const { user, document } = await authorize(req)
  const file = await receiveDocument(req, res)
  const form = await submitForm(fileSchema, { ...req.body, file }, (input) => replaceFile(user, document, shownRevision.parse(req.body).revision, input.file))
  if (!form.ok) return renderFile(res.status(422), document, form)
  await redirectWithFlash(req, res, managedPath(document), 'Le fichier est remplacé. L’ancienne adresse mène au nouveau.')
})

documentsAdministrationRouter.post(`${documentsPath}/:id/publication`, async (req, res) => {
  const { user, document } = await authorize(req)
  await publishDocument(user, document, shownRevision.parse(req.body ?? {}).revision)
  await redirectWithFlash(req, res, managedPath(document), 'Le document est publié.')
})

const confirm = (res: Response, document: FullDocument, last: string, question: { heading: string; text: string; action: string; label: string }) =>
  res.render('confirm', { title: `${last} – ${document.title}`, ...question, hidden: { revision: document.revision }, back: { href: managedPath(document), label: 'Revenir au document' }, breadcrumb: within(document, last) })

documentsAdministrationRouter.get(`${documentsPath}/:id/retrait`, async (req, res) => {
  const { document } = await authorize(req)
  confirm(res, document, 'Retirer', { heading: 'Retirer ce document de la publication ?', text: `« ${document.title} » ne sera plus dans la page « Documents », et son adresse ne répondra plus au public. La mission le garde, et peut le publier de nouveau.`, action: `${managedPath(document)}/retrait`, label: 'Retirer de la publication' })
})

documentsAdministrationRouter.post(`${documentsPath}/:id/retrait`, async (req, res) => {
  const { user, document } = await authorize(req)
  await withdrawDocument(user, document)
  await redirectWithFlash(req, res, managedPath(document), 'Le document n’est plus publié.')
})

documentsAdministrationRouter.get(`${documentsPath}/:id/suppression`, async (req, res) => {
  const { document } = await authorize(req)
  confirm(res, document, 'Supprimer', { heading: 'Supprimer ce document ?', text: `« ${document.title} » et son fichier seront effacés, sans retour possible.`, action: `${managedPath(document)}/suppression`, label: 'Supprimer le document' })
})

documentsAdministrationRouter.post(`${documentsPath}/:id/suppression`, async (req, res) => {
  const { user, document } = await authorize(req)
  await deleteDocument(user, document, shownRevision.parse(req.body ?? {}).revision)
  await redirectWithFlash(req, res, documentsPath, `Le document « ${document.title} » est supprimé.`)
})
