import { withLabels } from '../actions/labels.ts'
import { isoDay } from '../web/view-helpers.ts'
import type { FoundAction } from './queries.ts'

export const csvHeader = [
  'Action', 'CLEE', 'Bassins', 'Année scolaire', 'Type', 'État', 'Diffusion', 'Du', 'Au', 'Lieu', 'Public', 'Niveaux', 'Parcours Avenir', 'Secteurs', 'Objectif', 'Élèves prévus', 'Élèves touchés',
]

const day = (date: Date | null) => (date ? isoDay(date) : '')
const count = (value: number | null) => (value === null ? '' : String(value))

function csvRow(found: FoundAction): string[] {
  const action = withLabels(found)
  return [
    action.title, action.clee.name, action.clee.bassins.map(({ bassin }) => bassin.name).join(', '), action.schoolYear, action.typeLabel, action.stateBadge.label, action.visibilityLabel,
    day(action.startsOn), day(action.endsOn), action.place, action.audienceLabels.join(', '), action.levelLabels.join(', '), action.avenirLabels.join(', '), action.sectorLabels.join(', '), action.objective,
    count(action.pupilsPlanned), count(action.pupilsReached),
  ]
}

/** The rows of the file, as its actions come. */
export async function* csvRows(actions: AsyncIterable<FoundAction>) {
  for await (const action of actions) yield csvRow(action)
}
