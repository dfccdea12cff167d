import { signatoryLabels } from '../charters/settings.ts'
import { sideLabels } from '../copilots/seats.ts'
import type { Signatory } from '../generated/prisma/client.ts'
import type { Signed } from '../signatures/queries.ts'
import { formatDay } from '../web/view-helpers.ts'

/** `signed` says when, on paper, or that the signature is awaited: a printed copy then leaves room for it. */
export type SignatoryRow = { capacity: string; person: string; name: string; signed: string; isAwaited: boolean }
export type Readers = 'insiders' | 'public'

const order: Signatory[] = ['education', 'economy', 'mission']
const shownName = ({ name, publicName }: Signed, readers: Readers) => (readers === 'insiders' ? name : publicName)

/** Who signed, then which of the expected signatories did not. R18: a name reaches the public only if its owner agreed. */
export function signatoryRows(signatures: Signed[], expected: Signatory[], readers: Readers, isOnPaper: boolean): SignatoryRow[] {
  const signatories = order.filter((one) => expected.includes(one) || signatures.some(({ signatory }) => signatory === one))
  return signatories.flatMap((signatory) => {
    const own = signatures.filter((signature) => signature.signatory === signatory)
    const capacity = signatory === 'mission' ? signatoryLabels.mission : sideLabels[signatory]
    if (own.length === 0) return [{ capacity, person: '', name: '', signed: isOnPaper ? 'Signée sur papier' : 'Signature attendue', isAwaited: !isOnPaper }]
    return own.map((signature) => ({ capacity, person: [signature.jobTitle, signature.structure].filter(Boolean).join(', '), name: shownName(signature, readers), signed: `Signée le ${formatDay(signature.signedAt)}`, isAwaited: false }))
  })
}
