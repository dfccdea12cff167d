import { signatoryLabels } from '../charters/settings.ts'
import { sideLabels } from '../copilots/seats.ts'
import type { Signatory } from '../generated/prisma/client.ts'
import { formatDay } from '../web/view-helpers.ts'
import type { DocumentSignature } from './queries.ts'

export type SignatoryRow = { capacity: string; person: string; name: string; signedOn: string }
export type Readers = 'insiders' | 'public'

const order: Signatory[] = ['education', 'economy', 'mission']
const shownName = ({ name, user }: DocumentSignature, readers: Readers) => (readers === 'insiders' || user.nameConsentAt ? name : '')

/** Who signed, then which of the expected signatories did not. R18: a name reaches the public only if its owner agreed. */
export function signatoryRows(signatures: DocumentSignature[], expected: Signatory[], readers: Readers): SignatoryRow[] {
  const signatories = order.filter((one) => expected.includes(one) || signatures.some(({ signatory }) => signatory === one))
  return signatories.flatMap((signatory) => {
    const own = signatures.filter((signature) => signature.signatory === signatory)
    const capacity = signatory === 'mission' ? signatoryLabels.mission : sideLabels[signatory]
    if (own.length === 0) return [{ capacity, person: '', name: '', signedOn: '' }]
    return own.map((signature) => ({ capacity, person: [signature.jobTitle, signature.structure].filter(Boolean).join(', '), name: shownName(signature, readers), signedOn: formatDay(signature.signedAt) }))
  })
}
