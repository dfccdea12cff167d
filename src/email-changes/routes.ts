import { Router, type Request, type Response } from 'express'
import { currentUser } from '../auth/guards.ts'
import { HttpError } from '../errors.ts'
import { hasMailServer } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { secretPage } from '../web/secret-page.ts'
import { cancelEmailChange, confirmEmailChange, requestEmailChange } from './commands.ts'
import { findEmailChange, type FoundEmailChange } from './queries.ts'
import { emailChangeSchema } from './schemas.ts'

/** Private: asking for another address. */
export const emailChangesRouter = Router()
/** Public: the links that confirm it, opened on any device. */
export const emailConfirmationsRouter = Router()

const render = (res: Response, current: string, form: Form) =>
  res.render('email-changes/new', { title: 'Changer mon adresse', form, current, hasMailServer: hasMailServer(), breadcrumb: [{ href: '/compte', label: 'Mon compte' }, { href: '', label: 'Adresse' }] })

emailChangesRouter.get('/compte/adresse', (req, res) => render(res, currentUser(req).email, blankForm()))

const sentSentence = () =>
  hasMailServer()
    ? 'Deux courriels partent : ouvrez le lien de chacun. Votre adresse change quand les deux sont confirmées.'
    : 'La mission académique transmet un lien à chacune des deux adresses : votre adresse change quand les deux sont ouverts.'

emailChangesRouter.post('/compte/adresse', async (req, res) => {
  const user = currentUser(req)
  const form = await submitForm(emailChangeSchema, req.body, (input) => requestEmailChange(user, input, req.ip ?? ''))
  if (!form.ok) return render(res.status(422), user.email, form)
  await redirectWithFlash(req, res, '/compte', sentSentence())
})

emailChangesRouter.post('/compte/annulation-adresse', async (req, res) => {
  await cancelEmailChange(currentUser(req))
  await redirectWithFlash(req, res, '/compte', 'Le changement d’adresse est annulé ; ses liens ne servent plus.')
})

/** The change of the address, as long as this side can be confirmed. Throws 404 when unknown, 410 when confirmed or past its date. */
async function getConfirmable(req: Request): Promise<FoundEmailChange> {
  const change = await findEmailChange(String(req.params['token']))
  if (!change || !change.user.isActive) throw new HttpError(404, 'Ce lien n’est pas connu : ce changement d’adresse a été annulé, ou remplacé par un plus récent. Ouvrez le dernier courriel reçu.')
  if (change.appliedAt) throw new HttpError(410, 'Ce changement d’adresse est fait : connectez-vous avec la nouvelle.')
  if (change.expiresAt < new Date()) throw new HttpError(410, 'Ce lien n’est plus valable : il servait pendant 24 heures. Refaites la demande depuis « Mon compte ».')
  if (change.side === 'old' ? change.oldConfirmedAt : change.newConfirmedAt) throw new HttpError(410, 'Ce lien a déjà servi. Il reste à ouvrir celui qui est parti à l’autre adresse.')
  return change
}

emailConfirmationsRouter.get('/compte/adresse/:token', async (req, res) => {
  const change = await getConfirmable(req)
  secretPage(res).render('email-changes/confirmation', { title: 'Confirmer le changement d’adresse', change, action: req.path })
})

emailConfirmationsRouter.post('/compte/adresse/:token', async (req, res) => {
  const isApplied = await confirmEmailChange(await getConfirmable(req))
  const text = isApplied ? 'L’adresse de votre compte est changée.' : 'C’est confirmé. Il reste à ouvrir le lien parti à l’autre adresse.'
  await redirectWithFlash(req, res, req.user ? '/compte' : '/connexion', text)
})
