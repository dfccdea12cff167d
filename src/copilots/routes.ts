import { Router, type Request, type Response } from 'express'
import { startSession } from '../auth/commands.ts'
import { findCurrentUser } from '../auth/current-user.ts'
import { newPasswordSchema } from '../auth/schemas.ts'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { conflict, forbidden, HttpError } from '../errors.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { acceptInvitation, designateEconomicCopilot, renewInvitation, waitingSeat } from './commands.ts'
import { canDesignateEconomicCopilot } from './policy.ts'
import { findInvitation, type FoundInvitation } from './queries.ts'
import { economicCopilotSchema } from './schemas.ts'

/** Private: the co-pilots of a CLEE. */
export const copilotsRouter = Router()
/** Public: the personal link of an invitation. */
export const invitationsRouter = Router()

const renderCopilots = (res: Response, clee: FullClee, form: Form, canDesignate: boolean) =>
  res.render('copilots/index', {
    title: `Copilotes – ${clee.name}`,
    clee,
    form,
    canDesignate,
    waiting: waitingSeat(clee) ?? null,
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

async function authorizeDesignation(req: Request) {
  const { user, clee } = await authorizeEdit(req)
  if (!canDesignateEconomicCopilot(user, clee)) throw conflict('Le copilote du monde économique a déjà accepté son siège.')
  return { user, clee }
}

copilotsRouter.get('/clees/:slug/copilotes', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  renderCopilots(res, clee, formOfWaiting(clee), canDesignateEconomicCopilot(user, clee))
})

copilotsRouter.post('/clees/:slug/copilotes', async (req, res) => {
  const { user, clee } = await authorizeDesignation(req)
  const form = await submitForm(economicCopilotSchema, req.body, (input) => designateEconomicCopilot(user, clee, input))
  if (!form.ok) return renderCopilots(res.status(422), clee, form, true)
  await redirectWithFlash(req, res, pathAfter(clee, 'copilotes'), clee.status === 'draft' ? 'Le copilote économique est enregistré ; il sera invité quand vous enverrez la déclaration.' : 'Le copilote économique est invité par courriel.')
})

copilotsRouter.post('/clees/:slug/copilotes/invitation', async (req, res) => {
  const { user, clee } = await authorizeDesignation(req)
  await renewInvitation(user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/espace`, 'Une nouvelle invitation part par courriel ; l’ancien lien ne sert plus.')
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
  await redirectWithFlash(req, res, '/tableau-de-bord', invitation.copilot ? 'Bienvenue ! Vous copilotez maintenant ce CLEE, avec les mêmes droits que le copilote du monde éducatif.' : 'Bienvenue ! Votre compte est ouvert.')
})
