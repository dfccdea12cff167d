import type { CurrentUser } from '../auth/current-user.ts'
import { versionPath } from '../charters/paths.ts'
import { signatoryLabels } from '../charters/settings.ts'
import type { FullClee } from '../clees/queries.ts'
import type { Charter } from '../generated/prisma/client.ts'
import { lowerFirst } from '../text.ts'
import { kinds } from '../uploads/kinds.ts'
import { formatSize } from '../uploads/names.ts'
import { formatInstant } from '../web/view-helpers.ts'
import { canAttachScan, canSign, signatoryOf } from './policy.ts'
import { findScan, listSignatures, type Scan, type Signed } from './queries.ts'
import { isSignable, signatureLabel, signatureState } from './state.ts'

type Version = Pick<Charter, 'id' | 'version' | 'status' | 'signatories'>

/** « PDF, 1,2 Mo ». */
const describeScan = ({ mediaType, size }: Scan) => [Object.entries(kinds).find(([type]) => type === mediaType)?.[1].label ?? '', formatSize(size)].filter(Boolean).join(', ')

/** A scan as pages show it. */
export const presentedScan = (scan: Scan) => ({ id: scan.id, name: scan.fileName, description: describeScan(scan), attached: `${formatInstant(scan.attachedAt)}, par ${scan.attachedByName}` })

const lineOf = ({ name, jobTitle, structure, signedAt }: Signed) => ({ name, place: [jobTitle, structure].filter(Boolean).join(', '), signedAt })

/** Who signs a version and who has, for the people of its CLEE, with what this person may do; null for a version that was never sent. */
export async function readPanel(user: CurrentUser, clee: FullClee, charter: Version) {
  if (charter.status === 'draft' || charter.status === 'proposed') return null
  const [signatures, scan] = await Promise.all([listSignatures(charter.id), findScan(charter.id)])
  const canChangeScan = isSignable(charter) && canAttachScan(user, clee)
  // Paper stands for all the signatures.
  const missing = isSignable(charter) && !scan ? signatureState(charter, signatures).missing : []
  const mine = signatoryOf(user, clee)
  return {
    state: signatureLabel(charter, signatures, scan !== null),
    signatories: charter.signatories.map((signatory) => ({ label: signatoryLabels[signatory], lines: signatures.filter((signature) => signature.signatory === signatory).map(lineOf) })),
    isAwaiting: isSignable(charter),
    missing: missing.map((signatory) => lowerFirst(signatoryLabels[signatory])),
    canSign: canSign(user, clee, charter, signatures),
    isMineAwaited: canSign(user, clee, charter, signatures) && mine !== null && missing.includes(mine),
    scan: scan && presentedScan(scan),
    canAttach: canChangeScan && !scan,
    canReplace: canChangeScan && scan !== null,
    path: versionPath(clee, charter),
  }
}
