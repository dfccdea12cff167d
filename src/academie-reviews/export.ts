import type { ReviewLine } from './queries.ts'

export const csvHeader = ['CLEE', 'Bassin', 'Actions réalisées', 'Dont en partie', 'Annulées', 'Reportées', 'Sans chiffres', 'Élèves', 'Dont filles', 'Adultes', 'Classes', 'Organisations partenaires', 'Établissements', 'Bilan', 'Année scolaire']

const csvRow = (line: ReviewLine, schoolYear: string) => [
  line.name,
  line.bassins.map(({ name }) => name).join(', '),
  ...[line.achieved, line.partly, line.cancelled, line.postponed, line.awaited, line.pupils, line.girls, line.adults, line.classes, line.organisations, line.schools].map(String),
  line.state.label,
  schoolYear,
]

/** The lines of the table as those of a file. */
export async function* csvLines(lines: ReviewLine[], schoolYear: string) {
  for (const line of lines) yield csvRow(line, schoolYear)
}
