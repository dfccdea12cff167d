import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { currentUser } from '../auth/guards.ts'
import { conflict, forbidden } from '../errors.ts'
import { inquiryStates, ways } from '../inquiries/labels.ts'
import { addresseeOf } from '../inquiries/queries.ts'
import { mailPromise } from '../notifications/promise.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { addressWith, readSort, writeSort } from '../web/sorting.ts'
import { getWorkspaceClee } from '../clees/queries.ts'
import { sideIn } from '../copilots/seats.ts'
import { authorOf } from './author.ts'
import { closeInquiry, closingMessage, refuseClosed, reopenInquiry } from './closing.ts'
import { answerInquiry, takeCharge, transferInquiry } from './commands.ts'
import { canMakeSheet, keepsTransferred } from './policy.ts'
import { basketLabels, csvHeader, csvLine, factsOf, historyOf, lateSentence, messagesOf, presented, unansweredSentence } from './presenters.ts'
import { countBaskets, exportInquiries, getInquiry, inquiryPageSize, inquirySorts, listAskedClees, listHistory, listInquiries, type DeskInquiry } from './queries.ts'
import { answerSchema, chargeSchema, closingSchema, inquiryFiltersSchema, shownStates, transferSchema } from './schemas.ts'
import { makeSheet, readyReply } from './sheet.ts'
import { getTarget, listSilentBassins, listTargets } from './targets.ts'

/** Private: the inquiries of the public, for those who answer them. */
export const inquiryDeskRouter = Router()

const home = '/demandes'
const columns = [{ label: 'Reçue le', sortKey: 'date' }, { label: 'Objet', sortKey: 'objet' }, { label: 'De' }, { label: 'Adressée à' }, { label: 'État' }, { label: 'Attend depuis', sortKey: 'attente' }, { label: 'Prise en charge' }]
const states = shownStates.map((value) => ({ value, label: inquiryStates[value].label }))
const kinds = Object.entries(ways).map(([value, { label }]) => ({ value, label }))

function readList(req: Request) {
  const filters = inquiryFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], inquirySorts)
  return { user: currentUser(req), filters, sort, query: { ...filters, tri: writeSort(sort, 'attente') } }
}

inquiryDeskRouter.get(home, async (req, res) => {
  const { user, filters, sort, query } = readList(req)
  const page = pageNumber(req.query['page'])
  const { inquiries, total } = await listInquiries(user, filters, sort, page)
  const counts = await countBaskets(user)
  res.render('inquiry-desk/index', {
    title: 'Demandes du public',
    filters,
    heading: basketLabels[filters.panier],
    baskets: counts.map(({ basket, count }) => ({ href: addressWith(home, { panier: basket }), label: basketLabels[basket], count, isCurrent: basket === filters.panier })),
    clees: await listAskedClees(user),
    states,
    kinds,
    ...listPage({ path: home, query, sort, columns, page, total, size: inquiryPageSize }),
    inquiries: inquiries.map(presented),
  })
})

inquiryDeskRouter.get(`${home}.csv`, async (req, res) => {
  const { user, filters, sort } = readList(req)
  res.attachment('demandes-du-public.csv').type('text/csv').send(toCsv([csvHeader, ...(await exportInquiries(user, filters, sort)).map(csvLine)]))
})

async function authorizeInquiry(req: Request) {
  const user = currentUser(req)
  return { user, inquiry: await getInquiry(user, String(req.params['id'])) }
}

const pathOf = ({ id }: { id: string }) => `${home}/${id}`
const breadcrumb = (...last: { href: string; label: string }[]) => [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: home, label: 'Demandes' }, ...last]

async function renderInquiry(req: Request, res: Response, inquiry: DeskInquiry, form: Form) {
  const user = currentUser(req)
  res.render('inquiry-desk/show', {
    title: inquiry.subject,
    inquiry,
    path: pathOf(inquiry),
    kind: ways[inquiry.kind].label,
    state: inquiryStates[inquiry.status],
    late: lateSentence(inquiry),
    facts: factsOf(user, inquiry),
    messages: messagesOf(inquiry),
    history: historyOf(await listHistory(inquiry.id)),
    author: authorOf(user, inquiry),
    isOwner: inquiry.ownerId === user.id,
    canMakeSheet: canMakeSheet(user, inquiry),
    form,
    breadcrumb: breadcrumb({ href: '', label: inquiry.reference }),
  })
}

inquiryDeskRouter.get(`${home}/:id`, async (req, res) => {
  const { inquiry } = await authorizeInquiry(req)
  const body = readyReply(inquiry)
  await renderInquiry(req, res, inquiry, blankForm(body ? { body } : {}))
})

inquiryDeskRouter.post(`${home}/:id/prise-en-charge`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  const form = await submitForm(chargeSchema, req.body, ({ owner }) => takeCharge(user, inquiry, owner))
  if (!form.ok) return renderInquiry(req, res.status(422), inquiry, form)
  await redirectWithFlash(req, res, pathOf(inquiry), 'Vous suivez cette demande : les nouveaux messages vous seront signalés.')
})

inquiryDeskRouter.post(`${home}/:id/reponse`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  const form = await submitForm(answerSchema, req.body, (input) => answerInquiry(user, inquiry, authorOf(user, inquiry), input))
  if (!form.ok) return renderInquiry(req, res.status(422), await getInquiry(user, inquiry.id), form)
  await redirectWithFlash(req, res, pathOf(inquiry), `Votre réponse est enregistrée${mailPromise(' et part par courriel')}.`)
})

const renderTransfer = async (res: Response, user: CurrentUser, inquiry: DeskInquiry, form: Form) =>
  res.render('inquiry-desk/transfer', {
    title: `Transmettre – ${inquiry.subject}`,
    inquiry,
    path: pathOf(inquiry),
    place: addresseeOf(inquiry),
    targets: await listTargets(inquiry),
    silentBassins: await listSilentBassins(),
    keptIn: keepsTransferred(user) ? basketLabels.transmises : '',
    form,
    breadcrumb: breadcrumb({ href: pathOf(inquiry), label: inquiry.reference }, { href: '', label: 'Transmettre' }),
  })

inquiryDeskRouter.get(`${home}/:id/transmission`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  refuseClosed(inquiry)
  await renderTransfer(res, user, inquiry, blankForm())
})

inquiryDeskRouter.post(`${home}/:id/transmission`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  const form = await submitForm(transferSchema, req.body, async (input) => {
    const destination = await getTarget(inquiry, input.to)
    await transferInquiry(user, inquiry, { ...input, destination, author: authorOf(user, inquiry) })
    return destination
  })
  if (!form.ok) return renderTransfer(res.status(422), user, await getInquiry(user, inquiry.id), form)
  // Whoever gave it away may read it no more.
  await redirectWithFlash(req, res, home, `La demande ${inquiry.reference} est transmise ${form.result.words}.${keepsTransferred(user) ? ` Tant que vous pouvez la lire, elle reste dans « ${basketLabels.transmises} ».` : ''}`)
})

const renderClosing = (res: Response, user: CurrentUser, inquiry: DeskInquiry, form: Form) => {
  const author = authorOf(user, inquiry)
  return res.render('inquiry-desk/close', { title: `Clore – ${inquiry.subject}`, inquiry, path: pathOf(inquiry), author, message: closingMessage(inquiry, author, '', ''), unanswered: unansweredSentence(inquiry), form, breadcrumb: breadcrumb({ href: pathOf(inquiry), label: inquiry.reference }, { href: '', label: 'Clore' }) })
}

inquiryDeskRouter.get(`${home}/:id/cloture`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  refuseClosed(inquiry)
  renderClosing(res, user, inquiry, blankForm())
})

inquiryDeskRouter.post(`${home}/:id/cloture`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  const form = await submitForm(closingSchema, req.body, (input) => closeInquiry(user, inquiry, authorOf(user, inquiry), input))
  if (form.ok) return redirectWithFlash(req, res, pathOf(inquiry), 'La demande est close. Vous pouvez la rouvrir, et la personne aussi, en écrivant de nouveau.')
  const present = await getInquiry(user, inquiry.id)
  // The word meant for the person becomes the reply that opens again what somebody closed meanwhile.
  if (present.status === 'closed') return renderInquiry(req, res.status(422), present, { ...form, values: { body: form.values['word'] } })
  renderClosing(res.status(422), user, present, form)
})

inquiryDeskRouter.post(`${home}/:id/reouverture`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  await reopenInquiry(user, inquiry)
  await redirectWithFlash(req, res, pathOf(inquiry), 'La demande est rouverte.')
})

inquiryDeskRouter.post(`${home}/:id/fiche-action`, async (req, res) => {
  const { user, inquiry } = await authorizeInquiry(req)
  if (inquiry.kind !== 'proposal') throw conflict('Seule une proposition d’action devient une fiche-action.')
  if (!inquiry.clee) throw conflict('Transmettez d’abord cette proposition à un CLEE : la fiche se fait dans sa liste des actions.')
  if (!canMakeSheet(user, inquiry)) throw forbidden('Ce CLEE est fermé, ou n’est pas le vôtre : sa liste des actions ne vous est pas ouverte.')
  const clee = await getWorkspaceClee(user, inquiry.clee.slug)
  await makeSheet(user, inquiry, clee, sideIn(user, clee))
  await redirectWithFlash(req, res, pathOf(inquiry), 'La proposition est devenue une fiche-action, proposée dans la liste de l’année. Répondez maintenant à la personne : un texte est prêt ci-dessous, à relire et à envoyer.')
})
