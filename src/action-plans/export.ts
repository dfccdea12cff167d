import { withLabels } from '../actions/labels.ts'
import type { FullAction } from '../actions/queries.ts'
import { outcomes } from '../actions/workflow.ts'
import { parisDay } from '../school-year.ts'
import { inBatches } from '../web/csv.ts'
import { isoDay } from '../web/view-helpers.ts'
import type { ChangeMark } from './changes.ts'
import { listNextOfPlan } from './queries.ts'

type Clee = { id: string; name: string }
type Labelled = ReturnType<typeof withLabels<FullAction>>
type Line = { clee: Clee; action: Labelled; mark: ChangeMark | null }
type Column = [heading: string, cell: (line: Line) => string]

const list = (texts: string[]) => texts.join(', ')
const day = (value: Date | null) => (value ? isoDay(value) : '')
const instant = (value: Date | null) => (value ? parisDay(value) : '')
const count = (value: number | null) => (value === null ? '' : String(value))
const yesNo = (value: boolean | null) => (value === null ? '' : value ? 'oui' : 'non')
const withDetail = (text: string, detail: string) => (detail ? `${text} : ${detail}` : text)

const indicator = ({ label, target, achieved }: FullAction['indicators'][number]) => withDetail(label, [target === null ? '' : `visé ${target}`, achieved === null ? '' : `atteint ${achieved}`].filter(Boolean).join(', '))

// One line an action, with all that its sheet says.
const columns: Column[] = [
  ['CLEE', ({ clee }) => clee.name],
  ['Année scolaire', ({ action }) => action.schoolYear],
  ['Titre', ({ action }) => action.title],
  ['Type', ({ action }) => action.typeLabel],
  ['État', ({ action }) => action.stateBadge.label],
  ['Depuis l’envoi', ({ mark }) => mark?.label ?? ''],
  ['Début', ({ action }) => day(action.startsOn)],
  ['Fin', ({ action }) => day(action.endsOn)],
  ['Lieu', ({ action }) => action.place],
  ['Publics', ({ action }) => list(action.audienceLabels)],
  ['Niveaux', ({ action }) => list(action.levelLabels)],
  ['Parcours Avenir', ({ action }) => list(action.avenirLabels)],
  ['Secteurs', ({ action }) => list(action.sectorLabels)],
  ['Élèves prévus', ({ action }) => count(action.pupilsPlanned)],
  ['Places', ({ action }) => count(action.seats)],
  ['Inscription', ({ action }) => action.registrationUrl],
  ['Établissements', ({ action }) => list(action.schools.map(({ school }) => `${school.name} (${school.uai})`))],
  ['Partenaires', ({ action }) => action.partners.map(({ organisation, part }) => withDetail(organisation.name, part)).join(' ; ')],
  ['Autres partenaires', ({ action }) => action.partnersNote],
  ['CLEE associés', ({ action }) => list(action.clees.map(({ clee }) => clee.name))],
  ['Objectif', ({ action }) => action.objective],
  ['Indicateurs', ({ action }) => action.indicators.map(indicator).join(' ; ')],
  ['Budget (€)', ({ action }) => count(action.budget)],
  ['Décidée en comité le', ({ action }) => day(action.decidedOn)],
  ['Accord du monde éducatif', ({ action }) => instant(action.educationAgreedAt)],
  ['Accord du monde économique', ({ action }) => instant(action.economyAgreedAt)],
  ['Réalisation', ({ action }) => (action.outcome ? outcomes[action.outcome] : '')],
  ['Motif', ({ action }) => action.outcomeReason],
  ['Élèves touchés', ({ action }) => count(action.pupilsReached)],
  ['Dont filles', ({ action }) => count(action.girlsReached)],
  ['Adultes touchés', ({ action }) => count(action.adultsReached)],
  ['Classes touchées', ({ action }) => count(action.classesReached)],
  ['Points forts', ({ action }) => action.strengths],
  ['À améliorer', ({ action }) => action.improvements],
  ['À reconduire', ({ action }) => yesNo(action.repeatsNextYear)],
  ['Diffusion', ({ action }) => action.visibilityLabel],
  ['Résumé public', ({ action }) => action.publicSummary],
  ['Reprise de', ({ action }) => action.originText],
  ['Proposée par', ({ action }) => action.proposedByName],
]

export const planHeading = columns.map(([heading]) => heading)

/** The lines of a list's export, read as they leave; `marks` say what changed since it was sent. */
export async function* planRows(clee: Clee, schoolYear: string, marks: Map<string, ChangeMark>): AsyncGenerator<string[]> {
  for await (const action of inBatches<FullAction>((after) => listNextOfPlan(clee.id, schoolYear, after))) {
    const line = { clee, action: withLabels(action), mark: marks.get(action.id) ?? null }
    yield columns.map(([, cell]) => cell(line))
  }
}
