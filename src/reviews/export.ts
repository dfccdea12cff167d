import { shownTypes } from './labels.ts'
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

/** What a review shows of what is counted: not what was only proposed. */
export const shownKeys = tallyKeys.filter((key) => key !== 'proposed')

const countsOf = (tally: Tally) => shownKeys.map((key) => String(tally[key]))

/** The figures by type as a file, the same as on the page: a heading, a row a type, their sum. */
export const typeRows = (types: (Tally & { type: string })[], total: Tally) => [
  ['Type', ...shownKeys.map((key) => tallyLabels[key])],
  ...shownTypes(types).map((type) => [type.typeLabel, ...countsOf(type)]),
  ['Total', ...countsOf(total)],
]
