import { Router, type Request, type Response } from 'express'
import { config } from '../config.ts'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import type { Nominee } from '../copilots/new-seat.ts'
import { canCorrectMandate, canEndMandate, canInviteCopilot } from '../copilots/policy.ts'
import { getSeat, type Seat } from '../copilots/queries.ts'
import { sideKeys, sideNames } from '../copilots/seats.ts'
import { conflict, forbidden } from '../errors.ts'
import { structureName } from '../members/names.ts'
import { displayName } from '../text.ts'
import { today } from '../school-year.ts'
import { toldOtherName } from '../organisations/typed.ts'
import { schoolSuggestions } from '../schools/pick.ts'
import { leavesByMail } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { midSentence } from '../web/view-helpers.ts'
import { cancelInvitation, changeMandate, inviteToSeat, renewInvitation } from './commands.ts'
import { economyInvitationSchema, educationInvitationSchema, mandateSchema } from './schemas.ts'

/** Private: the seats of a declared CLEE, one by one. */
export const mandatesRouter = Router()

const pageOf = (clee: FullClee) => ({ href: `/clees/${clee.slug}/copilotes`, label: 'Copilotes' })
const backTo = (clee: FullClee) => ({ href: pageOf(clee).href, label: 'Revenir aux copilotes' })

/** 404 for outsiders, 403 for who only reads; the seats of a draft are named in its declaration. */
async function authorizeDeclared(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  refuseClosed(clee)
  if (!canInviteCopilot(user, clee)) throw forbidden(`Les copilotes d’un CLEE s’invitent entre eux, ou sont invités par la ${midSentence(config.missionName)} : écrivez-leur.`)
  if (clee.status === 'draft') throw conflict('Envoyez d’abord la déclaration : les invitations partent avec elle, et vous pourrez ensuite inviter d’autres copilotes.')
  return { user, clee }
}

async function authorizeSeat(req: Request) {
  const { user, clee } = await authorizeDeclared(req)
  return { user, clee, seat: await getSeat(clee.id, String(req.params['id'])) }
}

const sideOf = (req: Request) => (req.query['monde'] === sideKeys.economy ? 'economy' : 'education')

const renderInvitation = (res: Response, clee: FullClee, side: Nominee['side'], form: Form) =>
  res.render('mandates/invitation', {
    title: `Inviter un copilote du ${sideNames[side]} – ${clee.name}`,
    clee,
    side,
    sideName: sideNames[side],
    action: `/clees/${clee.slug}/copilotes/invitation?monde=${sideKeys[side]}`,
    schoolSuggestions,
    form,
    back: backTo(clee),
    breadcrumb: spaceBreadcrumb(clee, pageOf(clee), 'Invitation'),
  })

mandatesRouter.get('/clees/:slug/copilotes/invitation', async (req, res) => {
  const { clee } = await authorizeDeclared(req)
  renderInvitation(res, clee, sideOf(req), blankForm({ startsOn: today() }))
})

mandatesRouter.post('/clees/:slug/copilotes/invitation', async (req, res) => {
  const { user, clee } = await authorizeDeclared(req)
  const side = sideOf(req)
  const form =
    side === 'education'
      ? await submitForm(educationInvitationSchema, req.body, (input) => inviteToSeat(user, clee, { side, ...input }))
      : await submitForm(economyInvitationSchema, req.body, (input) => inviteToSeat(user, clee, { side, ...input }))
  if (!form.ok) return renderInvitation(res.status(422), clee, side, form)
  await redirectWithFlash(req, res, pageOf(clee).href, `L’invitation de ${displayName(form.result)} ${leavesByMail} ; son lien personnel sert pendant 72 heures.${toldOtherName(form.result.organisation, String(req.body.organisationName ?? ''))}`)
})

mandatesRouter.post('/clees/:slug/copilotes/:id/relance', async (req, res) => {
  const { user, clee, seat } = await authorizeSeat(req)
  await renewInvitation(user, clee, seat)
  await redirectWithFlash(req, res, pageOf(clee).href, `Une nouvelle invitation ${leavesByMail} ; l’ancien lien ne sert plus.`)
})

mandatesRouter.get('/clees/:slug/copilotes/:id/annulation', async (req, res) => {
  const { clee, seat } = await authorizeSeat(req)
  if (seat.acceptedAt) throw conflict('Cette personne a accepté son invitation : son mandat ne s’annule plus, il se termine, depuis la page « Copilotes » du CLEE.')
  res.render('confirm', {
    title: `Annuler une invitation – ${clee.name}`,
    heading: `Annuler l’invitation de ${displayName(seat)} ?`,
    text: `Son lien personnel ne servira plus, et ce siège du ${sideNames[seat.side]} ne lui sera plus proposé. Vous pourrez l’inviter de nouveau.`,
    action: `/clees/${clee.slug}/copilotes/${seat.id}/annulation`,
    label: 'Annuler l’invitation',
    back: { href: pageOf(clee).href, label: 'Garder l’invitation' },
  })
})

mandatesRouter.post('/clees/:slug/copilotes/:id/annulation', async (req, res) => {
  const { user, clee, seat } = await authorizeSeat(req)
  await cancelInvitation(user, clee, seat)
  await redirectWithFlash(req, res, pageOf(clee).href, 'L’invitation est annulée : son lien ne sert plus.')
})

async function authorizeMandate(req: Request) {
  const { user, clee, seat } = await authorizeSeat(req)
  if (!canCorrectMandate(user, clee, seat)) throw conflict('Seul un mandat en cours se corrige : celui-ci n’est pas encore accepté, ou il est terminé. Revenez à la page « Copilotes » du CLEE.')
  return { user, clee, seat, canEnd: canEndMandate(user, clee, seat) }
}

const renderChange = (res: Response, clee: FullClee, seat: Seat, canEnd: boolean, form: Form) =>
  res.render('mandates/change', {
    title: `Corriger un mandat – ${clee.name}`,
    clee,
    seat: { ...seat, name: displayName(seat), structure: structureName(seat) },
    canEnd,
    form,
    action: `/clees/${clee.slug}/copilotes/${seat.id}/modification`,
    back: backTo(clee),
    breadcrumb: spaceBreadcrumb(clee, pageOf(clee), 'Correction'),
  })

mandatesRouter.get('/clees/:slug/copilotes/:id/modification', async (req, res) => {
  const { clee, seat, canEnd } = await authorizeMandate(req)
  renderChange(res, clee, seat, canEnd, blankForm({ jobTitle: seat.jobTitle, endsOn: seat.endsOn }))
})

mandatesRouter.post('/clees/:slug/copilotes/:id/modification', async (req, res) => {
  const { user, clee, seat, canEnd } = await authorizeMandate(req)
  // Only who may end the mandate moves its end (R2).
  const form = await submitForm(mandateSchema, req.body, ({ jobTitle, endsOn }) => changeMandate(user, clee, seat, canEnd ? { jobTitle, endsOn } : { jobTitle }))
  if (!form.ok) return renderChange(res.status(422), clee, seat, canEnd, form)
  await redirectWithFlash(req, res, pageOf(clee).href, 'Le mandat est corrigé.')
})
