import { typeLabel } from './labels.ts'
import { tallyKeys, type Tally } from './tallies.ts'

/** How files and tables name what is counted. */
export const tallyLabels: Record<keyof Tally, string> = {
  done: 'Réalisées',
  partly: 'En partie',
  cancelled: 'Annulées',
  postponed: 'Reportées',
  awaited: 'Sans chiffres',
  proposed: 'Proposées',
  pupils: 'Élèves',
  girls: 'Dont filles',
  adults: 'Adultes',
  classes: 'Classes',
}

const countsOf = (tally: Tally) => tallyKeys.map((key) => String(tally[key]))

/** The figures by type as a file: a heading, a row a type, their sum. */
export const typeRows = (types: (Tally & { type: string })[], total: Tally) => [
  ['Type', ...tallyKeys.map((key) => tallyLabels[key])],
  ...types.map((type) => [typeLabel(type.type), ...countsOf(type)]),
  ['Total', ...countsOf(total)],
]
