import { Router, type Request, type Response } from 'express'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { signIn, signOut } from './commands.ts'
import { localPath } from './guards.ts'
import { signInSchema } from './schemas.ts'

/** Public: signing in. */
export const signInRouter = Router()
/** Private: signing out. */
export const signOutRouter = Router()

const renderSignIn = (req: Request, res: Response, form: Form) =>
  res.render('auth/sign-in', { title: 'Se connecter', breadcrumb: [{ href: '/connexion', label: 'Se connecter' }], form, isSessionOver: req.query['session'] === 'terminee', target: localPath(req.body?.suite ?? req.query['suite'], '') })

signInRouter.get('/connexion', (req, res) => {
  if (req.user) return res.redirect(303, localPath(req.query['suite']))
  renderSignIn(req, res, blankForm())
})

signInRouter.post('/connexion', async (req, res) => {
  const form = await submitForm(signInSchema, req.body, (input) => signIn(req, input))
  if (!form.ok) return renderSignIn(req, res.status(422), form)
  res.redirect(303, localPath(req.body.suite))
})

signOutRouter.post('/deconnexion', async (req, res) => {
  await signOut(req)
  res.redirect(303, '/')
})
