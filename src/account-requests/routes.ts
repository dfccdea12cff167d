import { Router, type Request, type Response } from 'express'
import { startSession } from '../auth/commands.ts'
import { findCurrentUser } from '../auth/current-user.ts'
import { requireAllowed } from '../auth/guards.ts'
import { newPasswordSchema } from '../auth/schemas.ts'
import { listBassinOptions } from '../bassins/queries.ts'
import { forbidden, HttpError } from '../errors.ts'
import { fullName } from '../text.ts'
import { schoolLabel } from '../schools/pick.ts'
import { roleHints, roleLabels } from '../users/labels.ts'
import { canManageAccounts } from '../users/policy.ts'
import { accountSchema, reasonSchema, roles } from '../users/schemas.ts'
import { csvInstant, toCsv } from '../web/csv.ts'
import { hasMailServer, leavesByMail, mailPromise } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { secretPage } from '../web/secret-page.ts'
import { readSort, writeSort } from '../web/sorting.ts'
import { acceptRequest, confirmRequest, openRequestedAccount, refuseRequest, requestAccount } from './commands.ts'
import { requestLabels } from './labels.ts'
import { exportRequests, findRequest, getRequest, listRequests, requestPageSize, requestSorts, type FoundRequest } from './queries.ts'
import { mailboxOf, opensAtOnce } from './rules.ts'
import { accountRequestSchema, requestFiltersSchema, requestRoles, requestStates } from './schemas.ts'

/** Public: asking for an account. */
export const accountRequestsRouter = Router()
/** Private: the answer of the mission. */
export const requestsDeskRouter = Router()

const breadcrumb = [{ href: '/connexion', label: 'Se connecter' }, { href: '/demande-de-compte', label: 'Demander un compte' }]
const options = (keys: readonly (keyof typeof roleLabels)[]) => keys.map((value) => ({ value, label: roleLabels[value], hint: roleHints[value] }))

const renderBlank = (res: Response, form: Form) => res.render('account-requests/new', { title: 'Demander un compte', form, roles: options(requestRoles), breadcrumb })

accountRequestsRouter.get('/demande-de-compte', (_req, res) => renderBlank(res, blankForm()))

accountRequestsRouter.post('/demande-de-compte', async (req, res) => {
  const form = await submitForm(accountRequestSchema, req.body, (input) => requestAccount(input, req.ip ?? ''))
  if (!form.ok) return renderBlank(res.status(422), form)
  res.redirect(303, '/demande-de-compte/envoi')
})

accountRequestsRouter.get('/demande-de-compte/envoi', (_req, res) => {
  res.render('account-requests/sent', { hasMailServer: hasMailServer(), title: hasMailServer() ? 'Demande reçue : consultez votre messagerie' : 'Demande reçue', breadcrumb })
})

/** The request of the address, as long as it can be confirmed. Throws 404 when unknown, 410 when confirmed or past its date. */
async function getConfirmable(req: Request): Promise<FoundRequest> {
  const request = await findRequest(String(req.params['token']))
  if (!request) throw new HttpError(404, 'Ce lien n’est pas connu, ou un lien plus récent l’a remplacé. Ouvrez le dernier courriel reçu, ou faites une autre demande depuis la page de connexion.')
  if (request.status === 'waiting') throw new HttpError(410, 'Cette demande est déjà confirmée : elle attend la réponse de la mission académique, que vous recevrez par courriel.')
  if (request.status !== 'unconfirmed') throw new HttpError(410, 'Ce lien a déjà servi. Connectez-vous, ou faites une autre demande depuis la page de connexion.')
  if (request.expiresAt < new Date()) throw new HttpError(410, 'Ce lien n’est plus valable : il servait pendant 24 heures. Faites une autre demande depuis la page de connexion.')
  return request
}

const renderConfirmation = (req: Request, res: Response, request: FoundRequest, form: Form) =>
  secretPage(res).render('account-requests/confirmation', {
    title: opensAtOnce(request) ? 'Ouvrir votre compte' : 'Confirmer votre demande',
    form,
    request,
    role: roleLabels[request.role],
    isMailbox: mailboxOf(request.email) !== null,
    isOpening: opensAtOnce(request),
    hasMailServer: hasMailServer(),
    action: req.path,
  })

accountRequestsRouter.get('/demande-de-compte/:token', async (req, res) => {
  renderConfirmation(req, res, await getConfirmable(req), blankForm())
})

async function openSession(req: Request, id: string) {
  const user = await findCurrentUser(id)
  if (!user) throw forbidden('Ce compte est désactivé. Écrivez à la mission académique.')
  await startSession(req, user)
}

accountRequestsRouter.post('/demande-de-compte/:token', async (req, res) => {
  const request = await getConfirmable(req)
  if (!opensAtOnce(request)) {
    await confirmRequest(request)
    return redirectWithFlash(req, res, '/connexion', `Votre demande est confirmée. La mission académique vous répondra${mailPromise(' par courriel')}.`)
  }
  const form = await submitForm(newPasswordSchema, req.body, ({ password }) => openRequestedAccount(request, password))
  if (!form.ok) return renderConfirmation(req, res.status(422), request, { ...form, values: {} })
  await openSession(req, form.result.id)
  await redirectWithFlash(req, res, '/tableau-de-bord', 'Bienvenue ! Votre compte est ouvert, et rattaché à votre établissement.')
})

const columns = [{ label: 'Demandé le', sortKey: 'date' }, { label: 'Nom', sortKey: 'nom' }, { label: 'Qualité' }, { label: 'Établissement ou structure' }, { label: 'État', sortKey: 'etat' }]

function readList(req: Request) {
  requireAllowed(req, canManageAccounts)
  const filters = requestFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], requestSorts)
  return { filters, sort, query: { ...filters, tri: writeSort(sort, 'etat') } }
}

const presented = <T extends Omit<FoundRequest, 'tokenHash'>>(request: T) => ({
  ...request,
  name: fullName(request),
  roleLabel: roleLabels[request.role],
  state: requestLabels[request.status],
  place: [request.school && `${request.school.name} (${request.school.city})`, request.organisationName].filter(Boolean).join(' – '),
})

requestsDeskRouter.get('/comptes/demandes', async (req, res) => {
  const { filters, sort, query } = readList(req)
  const page = pageNumber(req.query['page'])
  const { requests, total } = await listRequests(filters, sort, page)
  res.render('account-requests/index', {
    title: 'Demandes de compte',
    filters,
    states: requestStates.map((value) => ({ value, label: requestLabels[value].label })),
    ...listPage({ path: '/comptes/demandes', query, sort, columns, page, total, size: requestPageSize }),
    requests: requests.map(presented),
    breadcrumb: trail(),
  })
})

const csvLine = (request: FoundRequest) => {
  const { lastName, firstName, email, jobTitle, roleLabel, school, place, state, createdAt, reason } = presented(request)
  return [csvInstant(createdAt), lastName, firstName, email, jobTitle, roleLabel, school?.uai ?? '', place, state.label, request.decidedByName ?? '', reason ?? '']
}

requestsDeskRouter.get('/comptes/demandes.csv', async (req, res) => {
  const { filters, sort } = readList(req)
  const header = ['Demandé le', 'Nom', 'Prénom', 'Adresse électronique', 'Fonction', 'Qualité', 'UAI', 'Établissement ou structure', 'État', 'Réponse de', 'Motif']
  res.attachment('demandes-de-compte.csv').type('text/csv').send(toCsv([header, ...(await exportRequests(filters, sort)).map(csvLine)]))
})

const trail = (...last: { href: string; label: string }[]) => [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: '/comptes', label: 'Comptes' }, { href: '/comptes/demandes', label: 'Demandes' }, ...last]

const valuesOf = ({ firstName, lastName, jobTitle, role, school, organisationName }: FoundRequest) => ({ firstName, lastName, jobTitle, role, organisationName, school: school ? schoolLabel(school) : '' })

const renderRequest = async (res: Response, request: FoundRequest, forms: { accepting?: Form; refusing?: Form } = {}) => {
  const { accepting = blankForm(valuesOf(request)), refusing = blankForm() } = forms
  res.render('account-requests/show', {
    title: `Demande de compte – ${fullName(request)}`,
    request: presented(request),
    form: refusing.hasErrors ? refusing : accepting,
    accepting,
    refusing,
    roles: options(roles),
    leavesByMail,
    bassins: await listBassinOptions(),
    breadcrumb: trail({ href: '', label: fullName(request) }),
  })
}

async function authorizeRequest(req: Request) {
  const user = requireAllowed(req, canManageAccounts)
  return { user, request: await getRequest(String(req.params['id'])) }
}

requestsDeskRouter.get('/comptes/demandes/:id', async (req, res) => {
  const { request } = await authorizeRequest(req)
  await renderRequest(res, request)
})

requestsDeskRouter.post('/comptes/demandes/:id/acceptation', async (req, res) => {
  const { user, request } = await authorizeRequest(req)
  const accepting = await submitForm(accountSchema, { ...req.body, email: request.email }, (input) => acceptRequest(user, request, input))
  if (!accepting.ok) return renderRequest(res.status(422), request, { accepting })
  await redirectWithFlash(req, res, '/comptes/demandes', `Le compte de ${fullName(accepting.result)} est ouvert ; son lien personnel ${leavesByMail}.`)
})

requestsDeskRouter.post('/comptes/demandes/:id/refus', async (req, res) => {
  const { user, request } = await authorizeRequest(req)
  const refusing = await submitForm(reasonSchema, req.body, ({ reason }) => refuseRequest(user, request, reason))
  if (!refusing.ok) return renderRequest(res.status(422), request, { refusing })
  await redirectWithFlash(req, res, '/comptes/demandes', `La demande est refusée ; le motif ${leavesByMail}.`)
})
