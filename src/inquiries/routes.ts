import { Router, type Request, type Response } from 'express'
import { actionTypes } from '../actions/vocabulary.ts'
import { confirmationDays } from '../auth/tokens.ts'
import { FieldError, notFound } from '../errors.ts'
import { findSuggestions } from '../find/suggestions.ts'
import type { InquiryKind } from '../generated/prisma/client.ts'
import { hasMailServer } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { keepStamp, stampForm, stampRefusal } from '../web/form-stamp.ts'
import { blankForm, failedForm, submitForm, type Form } from '../web/forms.ts'
import { secretPage } from '../web/secret-page.ts'
import { addressWith } from '../web/sorting.ts'
import { confirmInquiry, eraseInquiry, replyToInquiry, sendInquiry, settleInquiry } from './commands.ts'
import { toMission, type Destination } from './destination.ts'
import { inquirerKinds, inquirerLabels, kindOfWay, threadStates, ways } from './labels.ts'
import { threadPath } from './links.ts'
import { addresseeOf, getThread, type Thread } from './queries.ts'
import { routePlace, type Routing } from './routing.ts'
import { inquirySchemas, placeSchema, replySchema, type Place } from './schemas.ts'

/** Public: writing to the network, and following what one wrote. */
export const inquiriesRouter = Router()

const home = '/participer'
const breadcrumb = (...last: string[]) => [{ href: home, label: 'Participer' }, ...last.map((label) => ({ href: '', label }))]
const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))
const pathOf = (kind: InquiryKind, place: Partial<Place> = {}) => addressWith(`${home}/${ways[kind].key}`, place)

/** The choice made before, without what was typed to make it. */
const chosen = (place: Place): Place => ({ ...place, lieu: '' })

inquiriesRouter.get(home, async (req, res) => {
  const place = placeSchema.parse(req.query)
  const { destination, problem } = await routePlace(place)
  res.render('inquiries/index', {
    title: 'Participer',
    description: 'Poser une question, rejoindre un comité local école-entreprise, proposer une action : écrivez à ceux qui animent le réseau près de chez vous.',
    destination,
    problem,
    tiles: Object.entries(ways).map(([kind, { title, lead }]) => ({ href: pathOf(kind as InquiryKind, problem ? {} : place), title, text: lead })),
    breadcrumb: breadcrumb(),
  })
})

inquiriesRouter.get(`${home}/envoi`, (_req, res) => {
  res.render('inquiries/sent', { title: 'Dernière étape : confirmer votre message', hasMailServer: hasMailServer(), confirmationDays, breadcrumb: breadcrumb('Envoi') })
})

/** The way of the address; 404 when it is none. */
function readWay(req: Request) {
  const kind = kindOfWay(String(req.params['voie']))
  if (!kind) throw notFound()
  return { kind, way: ways[kind], place: placeSchema.parse(req.query) }
}
type Page = ReturnType<typeof readWay>

/** Asks whom the message is for. */
const renderWhere = (res: Response, { kind, way, place }: Page, { options, isCut, choice, problem, isTyped, communeCode }: Exclude<Routing, { destination: Destination }>) =>
  res.render('inquiries/where', {
    title: way.title,
    way,
    action: pathOf(kind),
    kept: communeCode ? {} : { bassin: place.bassin },
    form: isTyped ? failedForm({ lieu: place.lieu }, { lieu: problem }) : blankForm({ lieu: place.lieu }),
    warning: isTyped ? '' : problem,
    suggestions: findSuggestions,
    choice,
    options: options.map((option) => ({ label: option.label, href: pathOf(kind, { ...(communeCode ? {} : { bassin: place.bassin }), ...option.place }) })),
    isCut,
    missionHref: pathOf(kind, { destinataire: 'mission' }),
    breadcrumb: breadcrumb(way.title),
  })

const renderForm = (res: Response, { kind, way, place }: Page, { words, why }: Destination, form: Form, stamp: string) =>
  // Its stamp tells when it was shown.
  res.set('Cache-Control', 'no-store').render('inquiries/new', {
    title: way.title,
    kind,
    way,
    words,
    why,
    form,
    stamp,
    hasMailServer: hasMailServer(),
    action: pathOf(kind, chosen(place)),
    changeHref: pathOf(kind),
    inquirerKinds: optionsOf(inquirerKinds),
    actionTypes: optionsOf(actionTypes),
    breadcrumb: breadcrumb(way.title),
  })

inquiriesRouter.get(`${home}/:voie`, async (req, res) => {
  const page = readWay(req)
  const routing = await routePlace(page.place, page.place.lieu === '' && 'lieu' in req.query)
  if (!routing.destination) return renderWhere(res, page, routing)
  renderForm(res, { ...page, place: { ...page.place, ...routing.place } }, routing.destination, blankForm(), stampForm(req))
})

const trapped = 'Votre envoi ressemble à celui d’un robot. Rien n’est perdu : relisez votre message, puis envoyez-le de nouveau.'

/** Throws when a form comes from a robot: it filled what nobody sees, or was too fast. */
function refuseRobots(req: Request) {
  const { complement, stamp } = req.body ?? {}
  const refusal = complement ? trapped : stampRefusal(req, stamp)
  if (refusal) throw new FieldError('', refusal)
}

inquiriesRouter.post(`${home}/:voie`, async (req, res) => {
  const page = readWay(req)
  const { destination, communeCode } = await routePlace(page.place)
  const to = destination ?? toMission()
  const form = await submitForm(inquirySchemas[page.kind], req.body, async (input) => {
    refuseRobots(req)
    await sendInquiry({ kind: page.kind, input, destination: to, communeCode }, req.ip ?? '')
  })
  if (!form.ok) return renderForm(res.status(422), page, to, form, keepStamp(req, req.body?.stamp))
  res.redirect(303, `${home}/envoi`)
})

const path = `${home}/suivi/:token`
const authorizeThread = (req: Request) => getThread(String(req.params['token']))
const threadOf = (req: Request) => threadPath(String(req.params['token']))

/** A thread as its author reads it. */
const factsOf = (inquiry: Thread) => [
  { term: 'Référence', text: inquiry.reference },
  { term: 'Adressé', text: addresseeOf(inquiry), detail: inquiry.askedOf && `Vous aviez choisi : ${inquiry.askedOf}` },
  { term: 'De', text: [`${inquiry.firstName} ${inquiry.lastName}`, inquiry.structureName].filter(Boolean).join(', '), detail: inquirerLabels[inquiry.inquirerKind] },
  ...(inquiry.commune ? [{ term: 'Commune', text: inquiry.commune.name }] : []),
  ...(inquiry.actionType ? [{ term: 'Type d’action', text: actionTypes[inquiry.actionType as keyof typeof actionTypes] ?? '' }] : []),
  ...(inquiry.period ? [{ term: 'Période', text: inquiry.period }] : []),
]

const renderThread = (req: Request, res: Response, inquiry: Thread, form: Form) =>
  secretPage(res).render(inquiry.status === 'unconfirmed' ? 'inquiries/confirmation' : 'inquiries/thread', {
    title: inquiry.status === 'unconfirmed' ? 'Confirmer votre message' : inquiry.subject,
    inquiry,
    kind: ways[inquiry.kind].label,
    state: threadStates[inquiry.status],
    words: addresseeOf(inquiry),
    facts: factsOf(inquiry),
    messages: inquiry.messages.map((message) => ({ ...message, author: message.authorId ? message.authorName : 'Vous' })),
    form,
    hasMailServer: hasMailServer(),
    path: threadOf(req),
    breadcrumb: breadcrumb('Suivi de votre message'),
  })

inquiriesRouter.get(path, async (req, res) => {
  renderThread(req, res, await authorizeThread(req), blankForm())
})

inquiriesRouter.post(`${path}/confirmation`, async (req, res) => {
  const inquiry = await authorizeThread(req)
  await confirmInquiry(inquiry)
  await redirectWithFlash(req, secretPage(res), threadOf(req), `Votre message est parti ${addresseeOf(inquiry)}. Gardez ce lien : la réponse s’affichera ici${hasMailServer() ? ', et vous en serez prévenu par courriel' : ''}.`)
})

inquiriesRouter.post(`${path}/message`, async (req, res) => {
  const inquiry = await authorizeThread(req)
  const form = await submitForm(replySchema, req.body, (input) => replyToInquiry(inquiry, input))
  if (!form.ok) return renderThread(req, res.status(422), await authorizeThread(req), form)
  await redirectWithFlash(req, secretPage(res), threadOf(req), 'Votre message est ajouté à l’échange.')
})

inquiriesRouter.post(`${path}/cloture`, async (req, res) => {
  await settleInquiry(await authorizeThread(req))
  await redirectWithFlash(req, secretPage(res), threadOf(req), 'Merci : l’échange est clos. Un nouveau message de votre part le rouvrirait.')
})

inquiriesRouter.get(`${path}/effacement`, async (req, res) => {
  const { reference } = await authorizeThread(req)
  secretPage(res).render('confirm', {
    title: 'Effacer vos données',
    heading: 'Effacer cet échange et vos données ?',
    text: `Votre nom, votre adresse, vos messages et les réponses reçues (${reference}) seront effacés aussitôt, pour vous comme pour ceux qui vous répondent. Cela ne s’annule pas.`,
    action: `${threadOf(req)}/effacement`,
    label: 'Tout effacer',
    back: { href: threadOf(req), label: 'Garder cet échange' },
    breadcrumb: breadcrumb('Effacer vos données'),
  })
})

inquiriesRouter.post(`${path}/effacement`, async (req, res) => {
  await eraseInquiry(await authorizeThread(req))
  await redirectWithFlash(req, secretPage(res), home, 'Vos données et cet échange sont effacés.')
})
