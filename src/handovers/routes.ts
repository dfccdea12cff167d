import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { canEndMandate, canWithdrawHandover } from '../copilots/policy.ts'
import { getSeat, type Seat } from '../copilots/queries.ts'
import { dayAfter, isRunning, isWaiting, sideNames, successorOf } from '../copilots/seats.ts'
import { conflict, forbidden } from '../errors.ts'
import { structureName } from '../members/names.ts'
import { today } from '../school-year.ts'
import { schoolLabel, schoolSuggestions } from '../schools/pick.ts'
import { toldOtherName } from '../organisations/typed.ts'
import { leavesByMail } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { formatDay } from '../web/view-helpers.ts'
import { changeMandate } from '../mandates/commands.ts'
import { displayName } from '../text.ts'
import { endMandate, handOver, withdrawHandover } from './commands.ts'
import { departureSchema, handoverSchemas } from './schemas.ts'

/** Private: leaving a seat, with a successor or without. */
export const handoversRouter = Router()

const seatsPath = (clee: FullClee) => `/clees/${clee.slug}/copilotes`

/** Who leaves, or the mission (R2, R17); 404 for outsiders, 403 for the others, 409 when the mandate is not running. */
async function authorizeLeaver(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  refuseClosed(clee)
  const seat = await getSeat(clee.id, String(req.params['id']))
  if (clee.status === 'draft') throw conflict('Tant que la déclaration n’est pas envoyée, personne n’a de mandat : supprimez plutôt le brouillon.')
  if (!isRunning(seat)) throw conflict('Ce mandat n’est pas en cours : il est terminé, ou n’a pas encore été accepté.')
  if (!canEndMandate(user, clee, seat)) throw forbidden('Un mandat se termine ou se transmet par la personne qui le tient, ou par la mission académique.')
  return { user, clee, seat }
}

async function authorizeEnding(req: Request) {
  const { user, clee, seat } = await authorizeLeaver(req)
  if (successorOf(seat)) throw conflict('Une passation est déjà en cours pour ce siège. Revenez d’abord sur elle, depuis la page des copilotes.')
  return { user, clee, seat }
}

const later = (one: Date, other: Date) => (one > other ? one : other)

/** What both pages show of the mandate that ends. */
const pageOf = (clee: FullClee, seat: Seat, last: string) => ({
  clee,
  seat: { ...seat, name: displayName(seat), structure: structureName(seat), sideName: sideNames[seat.side] },
  action: `${seatsPath(clee)}/${seat.id}/${last}`,
  back: { href: seatsPath(clee), label: 'Revenir aux copilotes' },
})

const crumbs = (clee: FullClee, label: string) => spaceBreadcrumb(clee, { href: seatsPath(clee), label: 'Copilotes' }, label)

const renderHandover = (res: Response, clee: FullClee, seat: Seat, form: Form) =>
  res.render('handovers/handover', {
    title: `Passer la main – ${clee.name}`,
    ...pageOf(clee, seat, 'passation'),
    form,
    schoolSuggestions,
    breadcrumb: crumbs(clee, 'Passation'),
  })

/** The successor most often comes to the same school or organisation. */
const usualValues = ({ school, organisation, endsOn }: Seat) => ({
  school: school ? schoolLabel(school) : '',
  organisationName: organisation?.name,
  siret: organisation?.siret,
  endsOn: endsOn ?? '',
  startsOn: endsOn ? dayAfter(endsOn) : '',
})

handoversRouter.get('/clees/:slug/copilotes/:id/passation', async (req, res) => {
  const { clee, seat } = await authorizeEnding(req)
  renderHandover(res, clee, seat, blankForm(usualValues(seat)))
})

handoversRouter.post('/clees/:slug/copilotes/:id/passation', async (req, res) => {
  const { user, clee, seat } = await authorizeEnding(req)
  const dates = [later(today(), seat.startsOn), today()] as const
  const { side } = seat
  const form =
    side === 'education'
      ? await submitForm(handoverSchemas.education(...dates), req.body, (input) => handOver(user, clee, seat, { side, ...input }))
      : await submitForm(handoverSchemas.economy(...dates), req.body, (input) => handOver(user, clee, seat, { side, ...input }))
  if (!form.ok) return renderHandover(res.status(422), clee, seat, form)
  await redirectWithFlash(req, res, seatsPath(clee), `La passation est enregistrée : l’invitation de ${displayName(form.result)} ${leavesByMail}, pour commencer le ${formatDay(form.result.startsOn)}.${toldOtherName(form.result.organisation, String(req.body.organisationName ?? ''))}`)
})

async function authorizeWithdrawal(req: Request) {
  const { user, clee, seat } = await authorizeLeaver(req)
  const successor = successorOf(seat)
  if (!successor) throw conflict('Aucune passation n’est en cours pour ce siège. Rechargez la page des copilotes.')
  if (!canWithdrawHandover(user, clee, seat, successor)) throw forbidden('Le successeur a accepté : seule la mission académique peut revenir sur cette passation.')
  return { user, clee, seat, successor }
}

handoversRouter.get('/clees/:slug/copilotes/:id/passation/retrait', async (req, res) => {
  const { clee, seat, successor } = await authorizeWithdrawal(req)
  const lost = isWaiting(successor) ? 'Son invitation ne servira plus.' : 'Son siège de copilote lui est retiré.'
  res.render('confirm', {
    title: `Revenir sur une passation – ${clee.name}`,
    heading: 'Revenir sur cette passation ?',
    text: `${displayName(seat)} garde son siège, sans date de fin. ${displayName(successor)} ne prend plus sa suite. ${lost}`,
    action: `${seatsPath(clee)}/${seat.id}/passation/retrait`,
    label: 'Revenir sur la passation',
    back: { href: seatsPath(clee), label: 'Garder la passation' },
  })
})

handoversRouter.post('/clees/:slug/copilotes/:id/passation/retrait', async (req, res) => {
  const { user, clee, seat } = await authorizeWithdrawal(req)
  await withdrawHandover(user, clee, seat)
  await redirectWithFlash(req, res, seatsPath(clee), `La passation est retirée : ${displayName(seat)} garde son siège.`)
})

/** The mission may also note a mandate that is over. */
const earliestEnd = (user: CurrentUser, { startsOn }: Seat) => (user.role === 'mission' ? startsOn : later(today(), startsOn))

/** Whether the side is empty one day or another once this mandate is over. */
const maybeLast = (clee: FullClee, seat: Seat) => !clee.copilots.some((other) => other.id !== seat.id && other.side === seat.side && isRunning(other) && other.endsOn === null)

const renderDeparture = (res: Response, user: CurrentUser, clee: FullClee, seat: Seat, form: Form) =>
  res.render('handovers/departure', {
    title: `Mettre fin à un mandat – ${clee.name}`,
    ...pageOf(clee, seat, 'depart'),
    form,
    canEndAtOnce: user.role === 'mission' && seat.startsOn < today(),
    canBeLast: maybeLast(clee, seat) || form.errors['isVacancyDeclared'] !== undefined,
    breadcrumb: crumbs(clee, 'Fin de mandat'),
  })

handoversRouter.get('/clees/:slug/copilotes/:id/depart', async (req, res) => {
  const { user, clee, seat } = await authorizeEnding(req)
  renderDeparture(res, user, clee, seat, blankForm({ endsOn: seat.endsOn ?? later(today(), seat.startsOn) }))
})

handoversRouter.post('/clees/:slug/copilotes/:id/depart', async (req, res) => {
  const { user, clee, seat } = await authorizeEnding(req)
  const form = await submitForm(departureSchema(earliestEnd(user, seat)), req.body, (input) => endMandate(user, clee, seat, input))
  if (!form.ok) return renderDeparture(res.status(422), user, clee, seat, form)
  await redirectWithFlash(req, res, seatsPath(clee), 'La fin du mandat est enregistrée ; la mission et les autres copilotes en sont informés.')
})

async function authorizeKeeping(req: Request) {
  const { user, clee, seat } = await authorizeEnding(req)
  if (!seat.endsOn) throw conflict('Ce mandat n’a pas de date de fin : il n’y a rien à retirer. Revenez à la page « Copilotes » du CLEE.')
  return { user, clee, seat, endsOn: seat.endsOn }
}

handoversRouter.get('/clees/:slug/copilotes/:id/depart/retrait', async (req, res) => {
  const { clee, seat, endsOn } = await authorizeKeeping(req)
  res.render('confirm', {
    title: `Revenir sur la fin d’un mandat – ${clee.name}`,
    heading: 'Revenir sur la fin de ce mandat ?',
    text: `Le mandat de ${displayName(seat)} ne se terminerait plus le ${formatDay(endsOn)} : son siège n’aurait plus de date de fin. La mission et les autres copilotes en seront informés par courriel. Pour une autre date, passez par « Corriger ».`,
    action: `${seatsPath(clee)}/${seat.id}/depart/retrait`,
    label: 'Revenir sur la fin du mandat',
    back: { href: seatsPath(clee), label: 'Garder cette date' },
  })
})

handoversRouter.post('/clees/:slug/copilotes/:id/depart/retrait', async (req, res) => {
  const { user, clee, seat } = await authorizeKeeping(req)
  await changeMandate(user, clee, seat, { jobTitle: seat.jobTitle, endsOn: null })
  await redirectWithFlash(req, res, seatsPath(clee), `${displayName(seat)} garde son siège, sans date de fin ; la mission et les autres copilotes en sont informés.`)
})
