import { Router, type Request, type Response } from 'express'
import { getCharterVersion } from '../charters/queries.ts'
import { findStanding, standingSentence } from '../charters/standings.ts'
import { updateBadge } from '../charters/validity.ts'
import { charterStates } from '../charters/workflow.ts'
import { authorizeWorkspace, leaveOldAddress } from '../clees/authorize.ts'
import { sendPdf } from '../documents/send.ts'
import { today } from '../school-year.ts'
import { blankForm, failedForm, type Form } from '../web/forms.ts'
import { readCode, verificationPath, writtenCode } from './codes.ts'
import { charterTitle } from './content.ts'
import { documentPage, pdfOf } from './document.ts'
import { publishedLinks } from './links.ts'
import { findVerified, getCharterInForce, getPublishedClee } from './queries.ts'
import { typedCodeSchema } from './schemas.ts'
import { documentState } from './states.ts'
import { verdictOn } from './verdicts.ts'

/** Private: a version of a charter as a PDF, for the people of its CLEE. */
export const charterDocumentsRouter = Router()
/** Public: the charter in force, to print or to download, and the verification of a document. */
export const publishedChartersRouter = Router()

charterDocumentsRouter.get('/clees/:slug/charte/versions/:version/pdf', async (req, res) => {
  const { clee } = await authorizeWorkspace(req)
  const charter = await getCharterVersion(clee.id, req.params.version)
  await sendPdf(req, res, await pdfOf(charter, clee, 'insiders'))
})

async function getPublished(req: Request) {
  const clee = await getPublishedClee(String(req.params['slug']))
  leaveOldAddress(req, clee)
  return { clee, charter: await getCharterInForce(clee.id) }
}

publishedChartersRouter.get('/clees/:slug/charte/pdf', async (req, res) => {
  const { clee, charter } = await getPublished(req)
  await sendPdf(req, res, await pdfOf(charter, clee, 'public'))
})

publishedChartersRouter.get('/clees/:slug/charte/en-vigueur', async (req, res) => {
  const { clee, charter } = await getPublished(req)
  const standing = await findStanding(clee.id)
  res.render('charter-documents/published', {
    title: charterTitle(clee.name),
    clee,
    charter,
    badge: standing?.reasons.length ? updateBadge : charterStates.validated,
    detail: `Version ${charter.version}. ${standing ? standingSentence(standing) : documentState(charter).sentence}.`,
    document: await documentPage(charter, clee, 'public'),
    links: publishedLinks(clee, charter),
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }, { href: `/clees/${clee.slug}`, label: clee.name }, { href: '', label: 'Charte' }],
  })
})

const breadcrumb = [{ href: '/verification', label: 'Vérifier une charte' }]

const renderForm = (res: Response, form: Form) => res.render('charter-documents/verification', { title: 'Vérifier une charte', form, breadcrumb })

const malformed = 'Un code compte huit lettres et chiffres, comme 7KQ4-MB2X. Relisez-le au bas du document.'
const unknown = 'Aucune charte ne porte ce code. Relisez-le au bas du document : s’il est exact, ce document ne vient pas de ce portail.'

/** What was typed comes back with the sentence that says what is wrong. */
const refuse = (res: Response, status: 404 | 422, typed: string) => renderForm(res.status(status), failedForm({ code: typed }, { code: status === 422 ? malformed : unknown }))

publishedChartersRouter.get('/verification', async (req, res) => {
  const typed = typedCodeSchema.parse(req.query['code'])
  if (typed.trim() === '') return renderForm(res, blankForm())
  const code = readCode(typed)
  if (!code) return refuse(res, 422, typed)
  if (!(await findVerified(code))) return refuse(res, 404, typed)
  res.redirect(303, verificationPath(code))
})

publishedChartersRouter.get('/verification/:code', async (req, res) => {
  // Nothing of what a holder of the document asks is listed by search engines.
  res.set('X-Robots-Tag', 'noindex')
  const code = readCode(req.params.code)
  if (!code) return refuse(res, 422, req.params.code.slice(0, 100))
  const charter = await findVerified(code)
  if (!charter) return refuse(res, 404, req.params.code)
  res.render('charter-documents/verdict', {
    title: `Vérification de la charte ${writtenCode(code)}`,
    code: writtenCode(code),
    verdict: verdictOn(charter, today()),
    breadcrumb: [...breadcrumb, { href: '', label: writtenCode(code) }],
  })
})
