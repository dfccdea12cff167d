import { Router, type Request, type Response } from 'express'
import { charterPath, versionPath } from '../charters/paths.ts'
import { charterStates } from '../charters/workflow.ts'
import { getCharterVersion, type FullCharter } from '../charters/queries.ts'
import { signatoryLabels } from '../charters/settings.ts'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { conflict, forbidden } from '../errors.ts'
import { receiveUpload } from '../uploads/receive.ts'
import { sendStored } from '../uploads/send.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { alreadySigned, attachScan, notSignable, removeScan, signCharter } from './commands.ts'
import { presentedScan } from './panel.ts'
import { canAttachScan, canSign, isSignatory } from './policy.ts'
import { findScan, getScanFile, listSignatures } from './queries.ts'
import { scanRemovalSchema, scanSchema, signatureSchema } from './schemas.ts'
import { signerOf, type Signer } from './signer.ts'
import { isSignable } from './state.ts'

/** Private: signing a version of a charter, and the scan of the one signed on paper. */
export const signaturesRouter = Router()

const breadcrumbOf = (clee: FullClee, charter: FullCharter, last: string) =>
  spaceBreadcrumb(clee, { href: charterPath(clee), label: 'Charte' }, { href: versionPath(clee, charter), label: `Version ${charter.version}` }, last)
const backTo = (clee: FullClee, charter: FullCharter) => ({ href: versionPath(clee, charter), label: `Revenir à la version ${charter.version}` })

/** The version that the address names; 404 for outsiders. */
async function authorizeVersion(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  return { user, clee, charter: await getCharterVersion(clee.id, String(req.params['version'])) }
}

const neverSent = 'Cette version n’est pas encore transmise à la mission : son texte peut changer, elle se signera ensuite.'

/** 409 for a version whose text may change yet, or that was returned or replaced. */
function refuseUnsignable(charter: FullCharter) {
  if (!isSignable(charter)) throw conflict(charter.status === 'draft' || charter.status === 'proposed' ? neverSent : notSignable)
}

async function authorizeSigning(req: Request) {
  const { user, clee, charter } = await authorizeVersion(req)
  refuseClosed(clee)
  const signer = signerOf(user, clee)
  if (!signer) throw forbidden('La charte est signée par ses copilotes : vous pouvez la lire.')
  refuseUnsignable(charter)
  if (!isSignatory(user, clee, charter)) throw forbidden('Votre signature n’est pas demandée sur cette version : vous pouvez la lire.')
  return { user, clee, charter, signer, canSign: canSign(user, clee, charter, await listSignatures(charter.id)) }
}

type Signing = { clee: FullClee; charter: FullCharter; signer: Signer }

const renderSigning = (res: Response, { clee, charter, signer }: Signing, form: Form = blankForm()) =>
  res.render('signatures/form', {
    title: `Signer la charte, version ${charter.version} – ${clee.name}`,
    clee,
    charter,
    state: charterStates[charter.status],
    signer: { ...signer, label: signatoryLabels[signer.signatory] },
    form,
    back: backTo(clee, charter),
    breadcrumb: breadcrumbOf(clee, charter, 'Signer'),
  })

/** Once is enough: the page says so, and leads to where the signature is read. */
const renderSigned = (res: Response, { clee, charter }: Signing) =>
  res.status(409).render('signatures/signed', {
    title: `Charte déjà signée, version ${charter.version} – ${clee.name}`,
    clee,
    charter,
    sentence: alreadySigned,
    back: backTo(clee, charter),
    breadcrumb: breadcrumbOf(clee, charter, 'Signer'),
  })

signaturesRouter.get('/clees/:slug/charte/versions/:version/signature', async (req, res) => {
  const signing = await authorizeSigning(req)
  if (!signing.canSign) return renderSigned(res, signing)
  renderSigning(res, signing)
})

signaturesRouter.post('/clees/:slug/charte/versions/:version/signature', async (req, res) => {
  const signing = await authorizeSigning(req)
  const { user, clee, charter, signer } = signing
  if (!signing.canSign) return renderSigned(res, signing)
  const form = await submitForm(signatureSchema, req.body, () => signCharter(user, clee, charter, signer))
  if (!form.ok) return renderSigning(res.status(422), signing, form)
  if (form.result === 'already') return renderSigned(res, signing)
  const said = `Vous avez signé la version ${charter.version} de la charte.${form.result === 'complete' ? ' Elle est maintenant signée de tous.' : ''}`
  await redirectWithFlash(req, res, versionPath(clee, charter), said)
})

async function authorizeScan(req: Request) {
  const { user, clee, charter } = await authorizeVersion(req)
  refuseClosed(clee)
  if (!canAttachScan(user, clee)) throw forbidden('L’exemplaire signé sur papier est joint par les copilotes ou par la mission : vous pouvez le télécharger.')
  refuseUnsignable(charter)
  return { user, clee, charter }
}

type Scanned = { clee: FullClee; charter: FullCharter }

async function renderScan(res: Response, { clee, charter }: Scanned, form: Form = blankForm()) {
  const scan = await findScan(charter.id)
  res.render('signatures/scan', {
    title: `Exemplaire signé sur papier, version ${charter.version} – ${clee.name}`,
    clee,
    charter,
    form,
    scan: scan && presentedScan(scan),
    path: `${versionPath(clee, charter)}/scan`,
    back: backTo(clee, charter),
    breadcrumb: breadcrumbOf(clee, charter, 'Exemplaire signé sur papier'),
  })
}

signaturesRouter.get('/clees/:slug/charte/versions/:version/scan', async (req, res) => {
  await renderScan(res, await authorizeScan(req))
})

signaturesRouter.post('/clees/:slug/charte/versions/:version/scan', async (req, res) => {
  const { user, clee, charter } = await authorizeScan(req)
  const upload = await receiveUpload(req, res, 'file')
  const form = await submitForm(scanSchema, { ...req.body, file: upload }, ({ file, replaces }) => attachScan(user, clee, charter, file, replaces))
  if (!form.ok) return renderScan(res.status(422), { clee, charter }, form)
  await redirectWithFlash(req, res, versionPath(clee, charter), `L’exemplaire signé sur papier de la version ${charter.version} est joint.`)
})

signaturesRouter.get('/clees/:slug/charte/versions/:version/scan/fichier', async (req, res) => {
  const { charter } = await authorizeVersion(req)
  sendStored(res, await getScanFile(charter.id))
})

signaturesRouter.get('/clees/:slug/charte/versions/:version/scan/retrait', async (req, res) => {
  const { clee, charter } = await authorizeScan(req)
  const scan = await findScan(charter.id)
  if (!scan) throw conflict('Aucun exemplaire signé sur papier n’est joint à cette version : il n’y a rien à retirer.')
  const { id, name, description, attached } = presentedScan(scan)
  res.render('confirm', {
    title: `Retirer l’exemplaire signé sur papier – ${clee.name}`,
    heading: 'Retirer l’exemplaire signé sur papier ?',
    text: `« ${name} » (${description}), joint ${attached}, sera supprimé du portail. Les signatures apposées dans le portail restent ; vous pourrez joindre un autre fichier.`,
    action: `${versionPath(clee, charter)}/scan/retrait`,
    hidden: { scan: id },
    label: 'Retirer ce fichier',
    back: backTo(clee, charter),
    breadcrumb: breadcrumbOf(clee, charter, 'Retirer l’exemplaire signé'),
  })
})

signaturesRouter.post('/clees/:slug/charte/versions/:version/scan/retrait', async (req, res) => {
  const { user, clee, charter } = await authorizeScan(req)
  await removeScan(user, clee, charter, scanRemovalSchema.parse(req.body ?? {}).scan)
  await redirectWithFlash(req, res, versionPath(clee, charter), 'L’exemplaire signé sur papier est retiré.')
})
