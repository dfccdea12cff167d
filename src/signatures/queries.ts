import { signatoryLabels } from '../charters/settings.ts'
import { db, type Tx } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma, Signatory } from '../generated/prisma/client.ts'
import { signableStates } from './state.ts'

export type Signed = { userId: string; signatory: Signatory; label: string; name: string; publicName: string; jobTitle: string; structure: string; signedAt: Date }

/** Who signed a version, first to last, as they were that day. `publicName` is "" without the person's consent today (R18). */
export async function listSignatures(charterId: string, tx: Tx | typeof db = db): Promise<Signed[]> {
  const signatures = await tx.signature.findMany({ where: { charterId }, include: { user: { select: { nameConsentAt: true } } }, orderBy: [{ signedAt: 'asc' }, { id: 'asc' }] })
  return signatures.map(({ user, userId, signatory, name, jobTitle, structure, signedAt }) => ({
    userId, signatory, label: signatoryLabels[signatory], name, publicName: user.nameConsentAt ? name : '', jobTitle, structure, signedAt,
  }))
}

// A list or a page never reads the content of a scan.
const scanFacts = { id: true, fileName: true, mediaType: true, size: true, sha256: true, attachedAt: true, attachedByName: true } satisfies Prisma.CharterScanSelect
export type Scan = Prisma.CharterScanGetPayload<{ select: typeof scanFacts }>

/** The scan of a version signed on paper, without its content; null when there is none. */
export const findScan = (charterId: string, tx: Tx | typeof db = db): Promise<Scan | null> => tx.charterScan.findUnique({ where: { charterId }, select: scanFacts })

/** The scan with its content; 404 when there is none. */
export async function getScanFile(charterId: string) {
  const scan = await db.charterScan.findUnique({ where: { charterId } })
  if (!scan) throw notFound('Aucun exemplaire signé sur papier n’est joint à cette version.')
  return scan
}

/** The versions of a CLEE's charter that may be signed, newest first. */
export const listSignableCharters = (cleeId: string) =>
  db.charter.findMany({ where: { cleeId, status: { in: [...signableStates] } }, orderBy: { version: 'desc' }, select: { id: true, version: true, status: true, signatories: true } })
