import type { RolloverStatus } from '../generated/prisma/client.ts'
import type { Outcome, RolloverLine } from './lines.ts'

export const rolloverStates: Record<RolloverStatus, { label: string; kind: 'new' | 'info' | 'success' | 'warning' }> = {
  running: { label: 'En cours', kind: 'info' },
  done: { label: 'Faite', kind: 'success' },
  reverting: { label: 'Annulation en cours', kind: 'warning' },
  reverted: { label: 'Annulée', kind: 'warning' },
}

export const outcomeLabels: Record<Outcome, { label: string; kind: 'new' | 'info' | 'success' }> = {
  start: { label: 'Liste vide', kind: 'success' },
  keep: { label: 'Liste gardée', kind: 'info' },
  leave: { label: 'CLEE fermé', kind: 'new' },
}

/** What a passage leaves to somebody, for one CLEE. */
export const remainsOf = ({ isReviewMissing, postponed }: RolloverLine) => [
  ...(isReviewMissing ? ['Bilan à transmettre'] : []),
  ...(postponed > 0 ? [postponed > 1 ? `${postponed} actions reportées à reprendre` : '1 action reportée à reprendre'] : []),
]

export const rolloverHeading = ['Année scolaire', 'CLEE', 'Bassin', 'Liste des actions', 'Membres', 'Mandats en cours', 'Mandats terminés', 'Bilan', 'Actions reportées']

/** The lines of a passage, or of its rehearsal, as the rows of a file. */
export async function* rolloverRows(toYear: string, lines: RolloverLine[]) {
  for (const line of lines) {
    const counts = [line.members, line.mandates, line.endedMandates].map(String)
    yield [toYear, line.name, line.bassins.join(', '), outcomeLabels[line.outcome].label, ...counts, line.isReviewMissing ? 'À transmettre' : '', String(line.postponed)]
  }
}
