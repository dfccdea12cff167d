import type { Charter } from '../generated/prisma/client.ts'
import { formatDay, formatInstant, plural, withDe } from '../web/view-helpers.ts'

type Dated = Omit<Charter, 'articles'>
/** Where a version stands on its way; `detail` is a date, a name or what is missing. */
export type Step = { label: string; detail: string; state: 'done' | 'current' | 'coming' }

const day = (instant: Date | null) => (instant ? `le ${formatDay(instant)}` : '')

/** What has happened to a version, as one dated sentence. */
export function stateSentence(charter: Dated): string {
  const { agreedByName, createdAt, decidedAt, decidedByName, proposedAt, proposedByName, submittedAt, submittedByName, validUntil } = charter
  const by = (name: string | null) => (name ? ` par ${name}` : '')
  const until = validUntil ? `, valable jusqu’au ${formatDay(validUntil)}` : ''
  const sentences: Record<Charter['status'], () => string> = {
    draft: () => `En cours de rédaction depuis ${day(createdAt)}.`,
    proposed: () => `Soumise à l’accord de l’autre copilote${by(proposedByName)}, ${formatInstant(proposedAt!)}.`,
    submitted: () => `Transmise à la mission${by(submittedByName)}${agreedByName ? `, avec l’accord ${withDe(agreedByName)}` : ''}, ${formatInstant(submittedAt!)}.`,
    returned: () => `Renvoyée pour complément${by(decidedByName)}, ${formatInstant(decidedAt!)}.`,
    validated: () => `Validée${by(decidedByName)}, ${formatInstant(decidedAt!)}${until}.`,
    replaced: () => `Validée${by(decidedByName)}, ${formatInstant(decidedAt!)}\u00a0; remplacée depuis par une version plus récente.`,
  }
  return sentences[charter.status]()
}

const order: Record<Charter['status'], number> = { draft: 0, proposed: 1, submitted: 3, returned: 3, validated: 4, replaced: 4 }

/** The way of a version from its writing to its validation; the agreement is a step where it is asked for, or was given. */
export function progressOf(charter: Dated, { needsAgreement, missing }: { needsAgreement: boolean; missing: number }): Step[] {
  const reached = order[charter.status]
  const isSent = charter.submittedAt !== null
  const steps = [
    { label: 'Rédaction', detail: reached > 0 ? 'terminée' : missing > 0 ? `${plural(missing, 'article', 'articles')} à compléter` : 'tous les articles sont remplis' },
    { label: 'Accord', detail: charter.agreedByName && isSent ? withDe(charter.agreedByName) : charter.status === 'proposed' ? `attendu depuis ${day(charter.proposedAt)}` : 'de l’autre copilote' },
    { label: 'Transmission', detail: day(charter.submittedAt) || 'à la mission académique' },
    { label: 'Validation', detail: reached === 4 ? day(charter.decidedAt) : charter.status === 'returned' ? `refusée ${day(charter.decidedAt)}` : 'par la mission académique' },
  ]
  const placed = steps.map((step, index): Step => ({ ...step, state: index < reached ? 'done' : index === reached ? 'current' : 'coming' }))
  const hasAgreement = isSent ? charter.agreedByName !== null : needsAgreement || charter.status === 'proposed'
  return placed.filter(({ label }) => label !== 'Accord' || hasAgreement)
}
