import { Router, type Request, type Response } from 'express'
import { startSession } from '../auth/commands.ts'
import { findCurrentUser, type CurrentUser } from '../auth/current-user.ts'
import { newPasswordSchema } from '../auth/schemas.ts'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { forbidden, HttpError } from '../errors.ts'
import { structureName } from '../members/names.ts'
import { today } from '../school-year.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber, pageSlice } from '../web/pagination.ts'
import { readSort, writeSort } from '../web/sorting.ts'
import { formatDay, isoDay } from '../web/view-helpers.ts'
import { currentSeats, isCrowded } from './cards.ts'
import { acceptInvitation, designateEconomicCopilot } from './commands.ts'
import { filterHistory, historyOf, historyPageSize, historySorts, historyYears } from './history.ts'
import { findInvitation, listSeats, type FoundInvitation, type Seat } from './queries.ts'
import { economicCopilotSchema, historyFiltersSchema } from './schemas.ts'
import { sideNames, waitingSeat } from './seats.ts'

/** Private: the co-pilots of a CLEE. */
export const copilotsRouter = Router()
/** Public: the personal link of an invitation. */
export const invitationsRouter = Router()

const renderDesignation = (res: Response, clee: FullClee, form: Form) =>
  res.render('copilots/designation', {
    title: `Copilotes – ${clee.name}`,
    clee,
    form,
    stepper: draftStepper(clee, 'copilotes'),
    back: backFrom(clee, 'copilotes'),
    breadcrumb: spaceBreadcrumb(clee, 'Copilotes'),
  })

function formOfWaiting(clee: FullClee): Form {
  const waiting = waitingSeat(clee)
  if (!waiting) return blankForm()
  const { firstName, lastName, email, jobTitle, organisation } = waiting
  return blankForm({ firstName, lastName, email, jobTitle, organisationName: organisation?.name, siret: organisation?.siret })
}

const historyColumns = [{ label: 'Année scolaire', sortKey: 'annee' }, { label: 'Monde', sortKey: 'monde' }, { label: 'Copilote', sortKey: 'personne' }, { label: 'Fonction et structure' }, { label: 'Mandat', sortKey: 'debut' }]

function readHistory(req: Request, seats: Seat[]) {
  const filters = historyFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], historySorts)
  const all = historyOf(seats)
  return { filters, sort, years: historyYears(all), lines: filterHistory(all, filters, sort) }
}

async function renderCopilots(req: Request, res: Response, user: CurrentUser, clee: FullClee) {
  const seats = await listSeats(clee.id)
  const { filters, sort, years, lines } = readHistory(req, seats)
  const path = `/clees/${clee.slug}/copilotes`
  const query = { ...filters, tri: writeSort(sort, 'recent') }
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines.length, historyPageSize)
  res.render('copilots/index', {
    title: `Copilotes – ${clee.name}`,
    clee,
    sides: currentSeats(user, clee, seats),
    isCrowded: isCrowded(seats),
    filters,
    years,
    ...listPage({ path, query, sort, columns: historyColumns, page, total: lines.length, size: historyPageSize }),
    lines: lines.slice(skip, skip + take),
    breadcrumb: spaceBreadcrumb(clee, 'Copilotes'),
  })
}

copilotsRouter.get('/clees/:slug/copilotes', async (req, res) => {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') return renderDesignation(res, clee, formOfWaiting(clee))
  await renderCopilots(req, res, user, clee)
})

copilotsRouter.get('/clees/:slug/copilotes.csv', async (req, res) => {
  const { clee } = await authorizeWorkspace(req)
  const { lines } = readHistory(req, await listSeats(clee.id))
  const rows = lines.map(({ year, side, person, structure, seat }) => [year, side, person, seat.jobTitle, structure, seat.schoolUai ?? seat.organisation?.siret ?? '', isoDay(seat.startsOn), seat.endsOn ? isoDay(seat.endsOn) : ''])
  res.attachment(`copilotes-${clee.slug}.csv`).type('text/csv').send(toCsv([['Année scolaire', 'Monde', 'Copilote', 'Fonction', 'Structure', 'UAI ou SIRET', 'Début', 'Fin'], ...rows]))
})

copilotsRouter.post('/clees/:slug/copilotes', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(economicCopilotSchema, req.body, (input) => designateEconomicCopilot(user, clee, input))
  if (!form.ok) return renderDesignation(res.status(422), clee, form)
  await redirectWithFlash(req, res, pathAfter(clee, 'copilotes'), 'Le copilote économique est enregistré ; il sera invité quand vous enverrez la déclaration.')
})

/** The invitation of the address, as long as it can serve. Throws 404 when unknown, 410 when used or past its date. */
async function getUsableInvitation(req: Request): Promise<FoundInvitation> {
  const invitation = await findInvitation(String(req.params['token']))
  if (!invitation) throw new HttpError(404, 'Ce lien d’invitation n’est pas connu, ou un lien plus récent l’a remplacé. Ouvrez le dernier courriel reçu.')
  if (invitation.usedAt) throw new HttpError(410, 'Cette invitation a déjà servi. Connectez-vous avec votre adresse et votre mot de passe.')
  if (invitation.expiresAt < new Date()) throw new HttpError(410, 'Cette invitation n’est plus valable. Demandez à la personne qui vous a invité de la renvoyer.')
  if (!invitation.user.isActive) throw forbidden('Ce compte est désactivé. Écrivez à la mission académique.')
  return invitation
}

const renderInvitation = (req: Request, res: Response, invitation: FoundInvitation, form: Form) =>
  res.set('Referrer-Policy', 'no-referrer').set('Cache-Control', 'no-store').render('copilots/invitation', {
    title: invitation.copilot ? 'Copiloter un CLEE' : 'Ouvrir votre compte',
    form,
    invitation,
    offer: invitation.copilot && { ...invitation.copilot, sideName: sideNames[invitation.copilot.side], structure: structureName(invitation.copilot) },
    hasAccount: invitation.user.passwordHash !== null,
    isSignedIn: req.user?.id === invitation.userId,
    action: req.path,
  })

invitationsRouter.get('/invitations/:token', async (req, res) => {
  renderInvitation(req, res, await getUsableInvitation(req), blankForm())
})

async function openSession(req: Request, userId: string) {
  const user = await findCurrentUser(userId)
  if (!user) throw forbidden('Ce compte est désactivé. Écrivez à la mission académique.')
  await startSession(req, user)
}

const welcome = ({ copilot }: FoundInvitation) => {
  if (!copilot) return 'Bienvenue ! Votre compte est ouvert.'
  if (copilot.startsOn > today()) return `Merci ! Votre mandat de copilote commence le ${formatDay(copilot.startsOn)} : l’espace du CLEE vous sera ouvert ce jour-là.`
  return 'Bienvenue ! Vous copilotez maintenant ce CLEE, avec les mêmes droits que les autres copilotes.'
}

invitationsRouter.post('/invitations/:token', async (req, res) => {
  const invitation = await getUsableInvitation(req)
  if (invitation.user.passwordHash) {
    if (req.user?.id !== invitation.userId) return res.redirect(303, `/connexion?suite=${encodeURIComponent(req.path)}`)
    await acceptInvitation(invitation, null)
  } else {
    const form = await submitForm(newPasswordSchema, req.body, ({ password }) => acceptInvitation(invitation, password))
    if (!form.ok) return renderInvitation(req, res.status(422), invitation, { ...form, values: {} })
    await openSession(req, invitation.userId)
  }
  await redirectWithFlash(req, res, '/tableau-de-bord', welcome(invitation))
})
