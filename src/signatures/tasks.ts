import type { CurrentUser } from '../auth/current-user.ts'
import { versionPath } from '../charters/paths.ts'
import type { FullClee } from '../clees/queries.ts'
import { canSign, signatoryOf } from './policy.ts'
import { findScan, listSignableCharters, listSignatures } from './queries.ts'
import { signatureState } from './state.ts'

/** What awaits this person's signature: the newest version that may be signed, until somebody of their side has, or the paper is attached. */
export async function signatureTasks(user: CurrentUser, clee: FullClee) {
  const [charter] = await listSignableCharters(clee.id)
  const signatory = signatoryOf(user, clee)
  if (!charter || !signatory) return []
  const [signatures, scan] = await Promise.all([listSignatures(charter.id), findScan(charter.id)])
  const isAwaited = canSign(user, clee, charter, signatures) && signatureState(charter, signatures).missing.includes(signatory)
  if (!isAwaited || scan) return []
  return [{ title: 'Signer la charte', text: `Votre signature est attendue sur la version ${charter.version}.`, href: `${versionPath(clee, charter)}/signature`, label: 'Lire et signer' }]
}
