import { csvInstant } from '../web/csv.ts'
import { isoDay } from '../web/view-helpers.ts'
import type { Followed } from '../school-years/expected.ts'
import type { ProgressLine } from './lines.ts'

const names: Record<Followed, string> = { charter: 'charte', plan: 'liste des actions', review: 'bilan' }

export const progressHeading = ['Année scolaire', 'CLEE', 'Bassin', 'Charte', 'Date de la charte', 'Liste des actions', 'Transmise le', 'Actions', 'Bilan', 'Bilan transmis le', 'Manque', 'En retard']

const rowOf = (schoolYear: string, { name, bassins, charter, plan, actions, review, missing, late }: ProgressLine) => [
  schoolYear,
  name,
  bassins.join(', '),
  charter.badge.label,
  charter.day ? isoDay(charter.day) : '',
  [plan.badge.label, plan.detail].filter(Boolean).join(', '),
  plan.day ? csvInstant(plan.day) : '',
  String(actions),
  review.badge.label,
  review.day ? csvInstant(review.day) : '',
  missing.map((what) => names[what]).join(', '),
  late.map((what) => names[what]).join(', '),
]

/** The progress of a school year as the rows of a file. */
export async function* progressRows(schoolYear: string, lines: ProgressLine[]) {
  for (const line of lines) yield rowOf(schoolYear, line)
}
