import { Router, type Request, type Response } from 'express'
import { authorizeWriting, breadcrumbOf } from '../charters/authorize.ts'
import { charterPath } from '../charters/paths.ts'
import { findValidatedCharter, getLatestCharter, type FullCharter } from '../charters/queries.ts'
import type { FullClee } from '../clees/queries.ts'
import { conflict } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { abandonDraft } from './commands.ts'
import { readLosses } from './losses.ts'
import { isAbandonable } from './policy.ts'
import { shownSchema } from './schemas.ts'

/** Private: giving up a new version of the charter, so that the one in force goes on. */
export const charterAbandonmentRouter = Router()

const notAbandonable = 'Seule une nouvelle version en cours de rédaction s’abandonne, quand la version précédente est en vigueur. Revenez à la charte pour voir où elle en est.'

/** The draft, and the charter in force that it would replace. */
async function authorizeAbandonment(req: Request) {
  const { user, clee } = await authorizeWriting(req)
  const [draft, inForce] = [await getLatestCharter(clee.id), await findValidatedCharter(clee.id)]
  if (!inForce || !isAbandonable(draft, [inForce])) throw conflict(notAbandonable)
  return { user, clee, draft, inForce }
}

async function renderConfirmation(res: Response, clee: FullClee, draft: FullCharter, inForce: FullCharter, hasChanged = false) {
  res.render('charter-abandonment/confirm', {
    title: `Abandonner la version ${draft.version} de la charte – ${clee.name}`,
    clee,
    draft,
    inForce,
    hasChanged,
    losses: await readLosses(draft, inForce),
    path: charterPath(clee),
    breadcrumb: breadcrumbOf(clee, 'Abandonner la nouvelle version'),
  })
}

charterAbandonmentRouter.get('/clees/:slug/charte/abandon', async (req, res) => {
  const { clee, draft, inForce } = await authorizeAbandonment(req)
  await renderConfirmation(res, clee, draft, inForce)
})

charterAbandonmentRouter.post('/clees/:slug/charte/abandon', async (req, res) => {
  const { user, clee, draft, inForce } = await authorizeAbandonment(req)
  const isDone = await abandonDraft(user, clee, draft, inForce, shownSchema.parse(req.body ?? {}).seen)
  if (!isDone) return renderConfirmation(res.status(409), clee, draft, inForce, true)
  await redirectWithFlash(req, res, charterPath(clee), `La version ${draft.version} est abandonnée\u00a0: la version ${inForce.version} reste en vigueur.${mailPromise(' Un courriel en informe les copilotes.')}`)
})
