import type { CharterStatus, Signatory } from '../generated/prisma/client.ts'

/** R7: neither a text that may still change nor one that was returned or replaced is signed. */
export const signableStates = ['submitted', 'validated'] as const satisfies CharterStatus[]

export const isSignable = ({ status }: { status: CharterStatus }) => signableStates.some((state) => state === status)

/** Which of those who sign a version are still awaited; one signature is enough for each. Nobody to sign: it is not complete. */
export function signatureState({ signatories }: { signatories: Signatory[] }, signatures: { signatory: Signatory }[]) {
  const missing = signatories.filter((signatory) => !signatures.some((signature) => signature.signatory === signatory))
  return { missing, isComplete: signatories.length > 0 && missing.length === 0 }
}

/** What is said of a version: signed in the portal, on paper, or how far it is. */
export function signatureLabel(charter: { signatories: Signatory[] }, signatures: { signatory: Signatory }[], isOnPaper: boolean) {
  const { missing, isComplete } = signatureState(charter, signatures)
  if (isComplete) return { label: isOnPaper ? 'Signée, et signée sur papier' : 'Signée', kind: 'success' as const }
  if (isOnPaper) return { label: 'Signée sur papier', kind: 'success' as const }
  return { label: `Signatures\u00a0: ${charter.signatories.length - missing.length} sur ${charter.signatories.length}`, kind: 'info' as const }
}
