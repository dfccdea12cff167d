import { Router, type Request } from 'express'
import { currentUser } from '../auth/guards.ts'
import { listSessions } from '../auth/open-sessions.ts'
import { notFound } from '../errors.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { closeOtherSessions, closeSession } from './commands.ts'
import { describeDevice } from './device.ts'

/** Private: the sessions of the signed-in person. */
export const sessionsRouter = Router()

sessionsRouter.get('/compte/sessions', async (req, res) => {
  const user = currentUser(req)
  // Without the id, which opens the session.
  const sessions = (await listSessions(user.id)).map(({ key, sid, startedAt, seenAt, userAgent }) => ({ key, startedAt, seenAt, device: describeDevice(userAgent), isCurrent: sid === req.sessionID }))
  res.render('sessions/index', {
    title: 'Mes sessions',
    sessions: sessions.toSorted((one, other) => Number(other.isCurrent) - Number(one.isCurrent)),
    breadcrumb: [{ href: '/compte', label: 'Mon compte' }, { href: '', label: 'Mes sessions' }],
  })
})

sessionsRouter.post('/compte/sessions/fermeture', async (req, res) => {
  await closeOtherSessions(currentUser(req), req.sessionID)
  await redirectWithFlash(req, res, '/compte/sessions', 'Vos autres sessions sont fermées.')
})

async function getOwnSession(req: Request) {
  const session = (await listSessions(currentUser(req).id)).find(({ key }) => key === req.params['key'])
  if (!session) throw notFound('Cette session n’existe pas, ou s’est déjà terminée. Revenez à la liste de vos sessions.')
  return session
}

sessionsRouter.post('/compte/sessions/:key/fermeture', async (req, res) => {
  const session = await getOwnSession(req)
  await closeSession(currentUser(req), session)
  if (session.sid === req.sessionID) return res.redirect(303, '/connexion')
  await redirectWithFlash(req, res, '/compte/sessions', 'La session est fermée.')
})
