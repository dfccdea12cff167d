import { Router, type Request, type Response } from 'express'
import { currentUser, requireAllowed } from '../auth/guards.ts'
import { changePasswordSchema, ownPasswordSchema } from '../auth/schemas.ts'
import { fullName } from '../text.ts'
import { findDepartureRefusal } from '../users/deletion.ts'
import { roleLabels } from '../users/labels.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { changeOwnPassword, chooseReminderPace, correctOwnIdentity, giveNameConsent, leavePortal, withdrawNameConsent } from './commands.ts'
import { paceOptions } from './labels.ts'
import { canPublishName } from './policy.ts'
import { getOwnAccount } from './queries.ts'
import { identitySchema, reminderPaceSchema } from './schemas.ts'

/** Private: the account of the signed-in person. */
export const accountRouter = Router()
/** Public: nobody is signed in any more. */
export const accountFarewellRouter = Router()

accountFarewellRouter.get('/compte-supprime', (_req, res) => res.render('account/deleted', { title: 'Compte supprimé' }))

const breadcrumb = (...last: string[]) => [{ href: '/compte', label: 'Mon compte' }, ...last.map((label) => ({ href: '', label }))]

async function renderAccount(req: Request, res: Response, refused?: Form) {
  const account = await getOwnAccount(currentUser(req).id)
  const form = refused ?? blankForm({ pace: account.reminderPace })
  res.render('account/show', { title: 'Mon compte', account, name: fullName(account), role: roleLabels[account.role], pending: account.emailChanges[0] ?? null, canPublishName: canPublishName(account), form, paceOptions, breadcrumb: breadcrumb() })
}

accountRouter.get('/compte', (req, res) => renderAccount(req, res))

accountRouter.post('/compte/rappels', async (req, res) => {
  const form = await submitForm(reminderPaceSchema, req.body, ({ pace }) => chooseReminderPace(currentUser(req), pace))
  if (!form.ok) return renderAccount(req, res.status(422), form)
  await redirectWithFlash(req, res, '/compte', 'Le rythme de vos rappels est enregistré.')
})

const renderIdentity = (res: Response, form: Form) => res.render('account/identity', { title: 'Modifier mon identité', form, breadcrumb: breadcrumb('Identité') })

accountRouter.get('/compte/modification', async (req, res) => {
  const { firstName, lastName, jobTitle } = await getOwnAccount(currentUser(req).id)
  renderIdentity(res, blankForm({ firstName, lastName, jobTitle }))
})

accountRouter.post('/compte/modification', async (req, res) => {
  const form = await submitForm(identitySchema, req.body, (input) => correctOwnIdentity(currentUser(req), input))
  if (!form.ok) return renderIdentity(res.status(422), form)
  await redirectWithFlash(req, res, '/compte', 'Votre identité est enregistrée.')
})

const renderPassword = (res: Response, email: string, form: Form) => res.render('account/password', { title: 'Changer mon mot de passe', form, email, breadcrumb: breadcrumb('Mot de passe') })

accountRouter.get('/compte/mot-de-passe', (req, res) => renderPassword(res, currentUser(req).email, blankForm()))

accountRouter.post('/compte/mot-de-passe', async (req, res) => {
  const user = currentUser(req)
  const form = await submitForm(changePasswordSchema, req.body, (input) => changeOwnPassword(user, input, req.sessionID))
  if (!form.ok) return renderPassword(res.status(422), user.email, { ...form, values: {} })
  await redirectWithFlash(req, res, '/compte', 'Votre mot de passe est changé ; vos autres sessions sont fermées.')
})

accountRouter.post('/compte/nom/accord', async (req, res) => {
  await giveNameConsent(requireAllowed(req, canPublishName))
  await redirectWithFlash(req, res, '/compte', 'Votre accord est enregistré : votre nom peut être publié à côté de votre fonction.')
})

accountRouter.post('/compte/nom/retrait', async (req, res) => {
  await withdrawNameConsent(requireAllowed(req, canPublishName))
  await redirectWithFlash(req, res, '/compte', 'Votre accord est retiré : votre nom n’est plus publié.')
})

const renderDeletion = async (res: Response, id: string, form: Form) =>
  res.render('account/deletion', { title: 'Supprimer mon compte', form, refusal: await findDepartureRefusal(id), breadcrumb: breadcrumb('Suppression') })

accountRouter.get('/compte/suppression', (req, res) => renderDeletion(res, currentUser(req).id, blankForm()))

accountRouter.post('/compte/suppression', async (req, res) => {
  const user = currentUser(req)
  const form = await submitForm(ownPasswordSchema, req.body, (input) => leavePortal(user, input))
  if (!form.ok) return renderDeletion(res.status(422), user.id, form)
  res.redirect(303, '/compte-supprime')
})
