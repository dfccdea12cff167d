import { createHash } from 'node:crypto'
import { audit } from '../audit/audit.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { subjectOf } from '../charters/commands.ts'
import { signatoryLabels } from '../charters/settings.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { Signatory } from '../generated/prisma/client.ts'
import { notify, type Recipient } from '../notifications/notify.ts'
import { copilotRecipients, missionRecipients, sideRecipients } from '../notifications/recipients.ts'
import type { UploadedFile } from '../uploads/read.ts'
import { completeMessage, signatureMessage } from './mails.ts'
import { findScan, listSignatures, type Scan } from './queries.ts'
import type { Signer } from './signer.ts'
import { signableStates, signatureState } from './state.ts'

type Clee = { id: string; name: string; slug: string }
type Version = { id: string; version: number; signatories: Signatory[] }

export const alreadySigned = 'Vous avez déjà signé cette version : votre signature y figure, et une seule suffit.'
export const notSignable = 'Cette version ne se signe plus : elle a été renvoyée ou remplacée. Revenez à la charte pour lire celle qui l’a suivie.'

// Waits for a decision under way, and makes other signatories wait: the last one knows that it is the last.
async function holdSignable(tx: Tx, { id }: Version) {
  await tx.$queryRaw`SELECT 1 FROM charters WHERE id = ${id}::uuid FOR UPDATE`
  const count = await tx.charter.count({ where: { id, status: { in: [...signableStates] }, clee: { status: { not: 'closed' } } } })
  if (count === 0) throw conflict(notSignable)
}

const recipientsOf: Record<Signatory, (tx: Tx, cleeId: string) => Promise<Recipient[]>> = {
  education: (tx, cleeId) => sideRecipients(tx, cleeId, 'education'),
  economy: (tx, cleeId) => sideRecipients(tx, cleeId, 'economy'),
  mission: missionRecipients,
}

async function tellSignature(tx: Tx, actor: CurrentUser, clee: Clee, charter: Version, missing: Signatory[]) {
  const people: Recipient[] = []
  for (const signatory of charter.signatories) people.push(...(await recipientsOf[signatory](tx, clee.id)))
  const labels = missing.map((signatory) => signatoryLabels[signatory].toLowerCase()).join(', ')
  await notify(tx, 'charter.signature', people.filter(({ email }) => email !== actor.email), signatureMessage(clee, charter, actor.name, labels))
}

async function tellComplete(tx: Tx, clee: Clee, charter: Version) {
  await notify(tx, 'charter.signed', [...(await copilotRecipients(tx, clee.id)), ...(await missionRecipients(tx))], completeMessage(clee, charter))
}

/** Signs a version, once and for good (R7); says whether this signature is the last that was awaited, or was there already. Throws 409 when the version was returned or replaced meanwhile. */
export const signCharter = (actor: CurrentUser, clee: Clee, charter: Version, signer: Signer): Promise<'signed' | 'complete' | 'already'> =>
  refuseDuplicate(alreadySigned, () =>
    db.$transaction(async (tx) => {
      await holdSignable(tx, charter)
      const before = await listSignatures(charter.id, tx)
      if (before.some(({ userId }) => userId === actor.id)) return 'already'
      await tx.signature.create({ data: { charterId: charter.id, userId: actor.id, ...signer } })
      await audit(tx, actor, 'charter.signature', subjectOf(clee, charter), { signatory: signatoryLabels[signer.signatory] })
      const { missing, isComplete } = signatureState(charter, [...before, signer])
      const isLast = isComplete && !signatureState(charter, before).isComplete
      await (isLast ? tellComplete(tx, clee, charter) : tellSignature(tx, actor, clee, charter, missing))
      return isLast ? 'complete' : 'signed'
    }),
  )

// Not its name, which may be somebody's.
const traceOf = ({ mediaType, size, sha256 }: Pick<Scan, 'mediaType' | 'size' | 'sha256'>) => ({ mediaType, size, sha256 })

async function deleteScan(tx: Tx, actor: CurrentUser, clee: Clee, charter: Version, scan: Scan) {
  await tx.charterScan.delete({ where: { id: scan.id }, select: { id: true } })
  await audit(tx, actor, 'charter.scan-removal', subjectOf(clee, charter), traceOf(scan))
}

/** The scan that a page showed, by its id ("" for none). Throws 409 when it is no longer that one. */
async function holdScan(tx: Tx, charter: Version, shown: string) {
  await holdSignable(tx, charter)
  const scan = await findScan(charter.id, tx)
  if ((scan?.id ?? '') !== shown) throw conflict('Quelqu’un a joint, remplacé ou retiré le fichier entre-temps : rien n’a changé de votre fait. Rechargez la page pour voir celui qui est joint.')
  return scan
}

/** Attaches the scan of a version signed on paper, in place of the one that the form showed. Throws 409 when that one has changed. */
export const attachScan = (actor: CurrentUser, clee: Clee, charter: Version, { name, mediaType, content }: UploadedFile, replaces: string) =>
  db.$transaction(async (tx) => {
    const present = await holdScan(tx, charter, replaces)
    if (present) await deleteScan(tx, actor, clee, charter, present)
    const facts = { mediaType, size: content.length, sha256: createHash('sha256').update(content).digest('hex') }
    await tx.charterScan.create({ data: { charterId: charter.id, fileName: name, ...facts, content: new Uint8Array(content), attachedByName: actor.name }, select: { id: true } })
    await audit(tx, actor, 'charter.scan', subjectOf(clee, charter), facts)
  }, { timeout: 20_000 })

/** Takes the scan away: the paper may be attached again. Throws 409 when it is no longer the one that was shown. */
export const removeScan = (actor: CurrentUser, clee: Clee, charter: Version, shown: string) =>
  db.$transaction(async (tx) => {
    const scan = await holdScan(tx, charter, shown)
    if (!scan) throw conflict('Ce fichier est déjà retiré.')
    await deleteScan(tx, actor, clee, charter, scan)
  })
