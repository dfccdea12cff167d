import { Router, type Request } from 'express'
import { charterPath } from '../charters/paths.ts'
import { canWriteCharter } from '../charters/policy.ts'
import { getLatestCharter, type FullCharter } from '../charters/queries.ts'
import { findStanding } from '../charters/standings.ts'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { forbidden, notFound } from '../errors.ts'
import { mailPromise } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { adoptTemplate } from './commands.ts'
import { readOffer } from './queries.ts'
import { adoptionSchema } from './schemas.ts'

/** Private: a CLEE's charter follows a newer template. */
export const templateAdoptionsRouter = Router()

async function authorizeCharter(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : sa charte s’écrit ensuite.')
  return { user, clee, charter: await getLatestCharter(clee.id) }
}

/** What stands between a charter of this state and the new template; a draft adopts it. */
const obstacles: Record<FullCharter['status'], string | null> = {
  draft: null,
  proposed: 'Cette version attend l’accord de l’autre copilote, et son texte ne change pas d’ici là. Pour adopter le nouveau modèle, reprenez d’abord la rédaction depuis la page de la charte.',
  submitted: 'Cette version est transmise à la mission, et son texte ne change plus. Le nouveau modèle pourra être adopté dans la version suivante, après sa réponse.',
  returned: 'Cette version est renvoyée, et son texte ne change plus. Le nouveau modèle pourra être adopté dans la version suivante.',
  validated: 'La charte en vigueur ne change plus. Pour adopter le nouveau modèle, ouvrez d’abord une nouvelle version : celle en vigueur reste publiée jusqu’à la prochaine validation.',
  replaced: 'Cette version est remplacée, et son texte ne change plus.',
}

templateAdoptionsRouter.get('/clees/:slug/charte/modele', async (req, res) => {
  const { user, clee, charter } = await authorizeCharter(req)
  const path = charterPath(clee)
  res.render('template-adoptions/show', {
    title: `Modèle de la charte – ${clee.name}`,
    clee,
    charter,
    offer: await readOffer(charter, clee),
    isInForce: (await findStanding(clee.id)) !== null,
    isInTheirPlace: user.role === 'mission',
    obstacle: obstacles[charter.status],
    canWrite: canWriteCharter(user, clee),
    path,
    breadcrumb: spaceBreadcrumb(clee, { href: path, label: 'Charte' }, 'Modèle'),
  })
})

templateAdoptionsRouter.post('/clees/:slug/charte/modele', async (req, res) => {
  const { user, clee, charter } = await authorizeCharter(req)
  refuseClosed(clee)
  if (!canWriteCharter(user, clee)) throw forbidden('La charte est écrite par les copilotes : vous pouvez la lire.')
  const { version } = adoptionSchema.parse(req.body ?? {})
  await adoptTemplate(user, clee, charter, version)
  await redirectWithFlash(req, res, charterPath(clee), `La charte suit désormais la version ${version} du modèle. Ce qui était écrit est gardé ; relisez les articles ajoutés.${mailPromise(user.role === 'mission' ? ' Un courriel en informe les copilotes.' : ' Un courriel en informe les autres copilotes.')}`)
})
