import { Router, type Request } from 'express'
import { authorLabels } from '../charter-comments/labels.ts'
import { listComments } from '../charter-comments/queries.ts'
import { documentPage } from '../charter-documents/document.ts'
import { versionLinks } from '../charter-documents/links.ts'
import { renderCharter } from '../charter-exchange/page.ts'
import type { FullClee } from '../clees/queries.ts'
import { notFound } from '../errors.ts'
import { readPanel } from '../signatures/panel.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { authorizeCharter, authorizeWriting, breadcrumbOf } from './authorize.ts'
import { charterPath } from './paths.ts'
import { createCharter, reviseCharter } from './commands.ts'
import { keptComparison } from './comparisons.ts'
import { changesSentence, templatesSentence } from './comparison.ts'
import { canMoveCharter } from './policy.ts'
import { stateSentence } from './progress.ts'
import { getCharterVersion, getLatestCharter, type FullCharter } from './queries.ts'
import { charterStates } from './workflow.ts'

/** Private: the charter of a CLEE, its versions and what changed between them. */
export const chartersRouter = Router()

chartersRouter.get('/clees/:slug/charte', async (req, res) => {
  const { clee } = await authorizeCharter(req)
  await renderCharter(req, res, clee)
})

chartersRouter.post('/clees/:slug/charte', async (req, res) => {
  const { user, clee } = await authorizeWriting(req)
  await createCharter(user, clee)
  await redirectWithFlash(req, res, charterPath(clee), 'La charte est commencée à partir du modèle de l’académie et des données du CLEE. Complétez chaque article.')
})

chartersRouter.post('/clees/:slug/charte/revision', async (req, res) => {
  const { user, clee } = await authorizeWriting(req)
  await reviseCharter(user, clee, await getLatestCharter(clee.id))
  await redirectWithFlash(req, res, charterPath(clee), 'Une nouvelle version est ouverte. La version en vigueur reste publiée jusqu’à la prochaine validation.')
})

chartersRouter.get('/clees/:slug/charte/versions/:version', async (req, res) => {
  const { user, clee } = await authorizeCharter(req)
  const charter = await getCharterVersion(clee.id, req.params.version)
  res.render('charters/version', {
    title: `Charte, version ${charter.version} – ${clee.name}`,
    clee,
    charter,
    state: charterStates[charter.status],
    sentence: stateSentence(charter),
    comments: await listComments(charter),
    authorLabels,
    links: versionLinks(clee, charter),
    document: await documentPage(charter, clee, 'insiders'),
    signatures: await readPanel(user, clee, charter),
    breadcrumb: breadcrumbOf(clee, `Version ${charter.version}`),
  })
})

/** The earlier of the two versions that are compared: that of the address, or the one sent before. */
function earlierOf(req: Request, clee: FullClee, { version }: FullCharter) {
  const { avec } = req.query
  if (avec === undefined && version === 1) throw notFound('La version 1 est la première : il n’y en a pas d’autre à laquelle la comparer.')
  if (avec === String(version)) throw notFound('Une version ne se compare pas à elle-même : choisissez-en une autre.')
  return getCharterVersion(clee.id, typeof avec === 'string' ? avec : String(version - 1))
}

chartersRouter.get('/clees/:slug/charte/versions/:version/differences', async (req, res) => {
  const { user, clee } = await authorizeCharter(req)
  const shown = await getCharterVersion(clee.id, req.params.version)
  const [before, after] = [await earlierOf(req, clee, shown), shown].toSorted((one, other) => one.version - other.version) as [FullCharter, FullCharter]
  const changes = await keptComparison(before.articles, after.articles)
  res.render('charters/differences', {
    title: `Charte, de la version ${before.version} à la version ${after.version} – ${clee.name}`,
    clee,
    versions: [before, after].map((charter) => ({ ...charter, state: charterStates[charter.status], sentence: stateSentence(charter) })),
    changes,
    summary: changesSentence(changes),
    templates: templatesSentence(before, after),
    canDecide: after.status === 'submitted' && canMoveCharter(user, clee, 'validation'),
    breadcrumb: breadcrumbOf(clee, `De la version ${before.version} à la version ${after.version}`),
  })
})
