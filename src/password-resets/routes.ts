import { Router, type Request, type Response } from 'express'
import { newPasswordSchema } from '../auth/schemas.ts'
import { HttpError } from '../errors.ts'
import { hasMailServer } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { secretPage } from '../web/secret-page.ts'
import { requestReset, resetPassword } from './commands.ts'
import { findReset, type FoundReset } from './queries.ts'
import { forgottenPasswordSchema } from './schemas.ts'

/** Public: a forgotten password. */
export const passwordResetsRouter = Router()

const breadcrumb = [{ href: '/connexion', label: 'Se connecter' }, { href: '/mot-de-passe-oublie', label: 'Mot de passe oublié' }]

const renderForgotten = (res: Response, form: Form) => res.render('password-resets/forgotten', { title: 'Mot de passe oublié', form, hasMailServer: hasMailServer(), breadcrumb })

passwordResetsRouter.get('/mot-de-passe-oublie', (_req, res) => renderForgotten(res, blankForm()))

passwordResetsRouter.post('/mot-de-passe-oublie', async (req, res) => {
  const form = await submitForm(forgottenPasswordSchema, req.body, ({ email }) => requestReset(email, req.ip ?? ''))
  if (!form.ok) return renderForgotten(res.status(422), form)
  res.redirect(303, '/mot-de-passe-oublie/envoi')
})

passwordResetsRouter.get('/mot-de-passe-oublie/envoi', (_req, res) => {
  res.render('password-resets/sent', { hasMailServer: hasMailServer(), title: hasMailServer() ? 'Lien demandé : consultez votre messagerie' : 'Lien demandé', breadcrumb })
})

/** The reset of the address, as long as it can serve. Throws 404 when unknown, 410 when used or past its date. */
async function getUsableReset(req: Request): Promise<FoundReset> {
  const reset = await findReset(String(req.params['token']))
  if (!reset || !reset.user.isActive) throw new HttpError(404, 'Ce lien n’est pas connu, ou un lien plus récent l’a remplacé. Ouvrez le dernier courriel reçu, ou demandez un autre lien depuis la page de connexion.')
  if (reset.usedAt) throw new HttpError(410, 'Ce lien a déjà servi. Connectez-vous avec votre nouveau mot de passe, ou demandez un autre lien depuis la page de connexion.')
  if (reset.expiresAt < new Date()) throw new HttpError(410, 'Ce lien n’est plus valable : il servait pendant une heure. Demandez-en un autre depuis la page de connexion.')
  return reset
}

const renderReset = (req: Request, res: Response, { user }: FoundReset, form: Form) =>
  secretPage(res).render('password-resets/reset', { title: 'Choisir un nouveau mot de passe', form, email: user.email, action: req.path })

passwordResetsRouter.get('/mot-de-passe/:token', async (req, res) => {
  renderReset(req, res, await getUsableReset(req), blankForm())
})

passwordResetsRouter.post('/mot-de-passe/:token', async (req, res) => {
  const reset = await getUsableReset(req)
  const form = await submitForm(newPasswordSchema, req.body, ({ password }) => resetPassword(reset, password))
  if (!form.ok) return renderReset(req, res.status(422), reset, { ...form, values: {} })
  await redirectWithFlash(req, res, '/connexion', 'Votre mot de passe est changé, et toutes vos sessions sont fermées. Connectez-vous.')
})
