import { quoted, upperFirst } from '../text.ts'
import { formatDay, formatNumber, formatPeriod } from '../web/view-helpers.ts'
import { withLabels } from './labels.ts'
import type { SectionKey } from './publication.ts'
import type { FullAction } from './queries.ts'
import { outcomes } from './workflow.ts'

type Line = { term: string; text?: string; texts?: string[]; href?: string; empty?: string }
export type Group = { key: SectionKey; title: string; list: Line[] }

export const sectionTitles: Record<SectionKey, string> = {
  identite: 'Identité',
  public: 'Public',
  parcours: 'Parcours Avenir et objectif',
  organisation: 'Organisation',
  partenaires: 'Partenaires',
  diffusion: 'Diffusion',
}
export const sectionKeys = Object.keys(sectionTitles) as SectionKey[]

const counted = (value: number | null, unit = '') => (value === null ? '' : `${formatNumber(value)}${unit && `\u00a0${unit}`}`)
const day = (value: Date | null) => (value ? formatDay(value) : '')
/** « Club d’entreprises : accueil ». */
const partnerLine = ({ organisation, part }: FullAction['partners'][number]) => [organisation.name, part].filter(Boolean).join(' : ')

/** What was typed of the partners before they were organisations, one a line. */
const noteLines = ({ partnersNote }: FullAction) => partnersNote.split('\n').map((line) => line.trim()).filter(Boolean)

const partnerLines = (action: FullAction) => [...action.partners.map(partnerLine), ...noteLines(action)]

const targetOf = ({ label, target, achieved }: FullAction['indicators'][number]) =>
  [label, target === null ? '' : `${formatNumber(target)} visés`, achieved === null ? '' : `${formatNumber(achieved)} atteints`].filter(Boolean).join(', ')

const lines: Record<SectionKey, (action: ReturnType<typeof withLabels<FullAction>>) => Line[]> = {
  identite: (action) => [
    { term: 'Titre', text: action.title },
    { term: 'Type', text: action.typeLabel },
    { term: 'Autres CLEE associés', texts: action.clees.map(({ clee }) => clee.name), empty: 'Aucun' },
  ],
  public: (action) => [
    { term: 'Public', texts: action.audienceLabels },
    { term: 'Niveaux', texts: action.levelLabels },
    { term: 'Élèves prévus', text: counted(action.pupilsPlanned) },
  ],
  parcours: (action) => [
    { term: 'Objectif', text: action.objective },
    { term: 'Parcours Avenir', texts: action.avenirLabels },
    { term: 'Indicateurs', texts: action.indicators.map(targetOf) },
    { term: 'Budget', text: counted(action.budget, '€') },
    { term: 'Décidée en comité de pilotage', text: day(action.decidedOn) },
  ],
  organisation: (action) => [
    { term: 'Date ou période', text: action.startsOn ? upperFirst(formatPeriod(action.startsOn, action.endsOn ?? action.startsOn)) : '' },
    { term: 'Lieu', text: action.place },
    { term: 'Établissements', texts: action.schools.map(({ school }) => `${school.name} (${school.city})`) },
    { term: 'Secteurs', texts: action.sectorLabels },
    { term: 'Places', text: counted(action.seats) },
    { term: 'Inscription', text: action.registrationUrl, ...(action.registrationUrl && { href: action.registrationUrl }) },
  ],
  partenaires: (action) => [{ term: 'Partenaires et leur part', texts: partnerLines(action) }],
  diffusion: (action) => [
    { term: 'Diffusion', text: action.visibilityLabel },
    { term: 'Résumé public', text: action.publicSummary },
  ],
}

/** The groups of a sheet, each a list of what is known. */
export function groupsOf(action: FullAction): Group[] {
  const labelled = withLabels(action)
  return sectionKeys.map((key) => ({ key, title: sectionTitles[key], list: lines[key](labelled) }))
}

/** A group as text, for who saved after somebody else. */
export const groupText = (action: FullAction, key: SectionKey) =>
  lines[key](withLabels(action)).map(({ term, text = '', texts = [] }) => `${term} : ${[text, ...texts].filter(Boolean).join(' ; ') || 'non renseigné'}`).join('\n')

const answers = new Map([[true, 'Oui'], [false, 'Non']])

/** What became of an action; empty as long as nothing is told. */
export function reviewLines(action: FullAction): Line[] {
  const { outcome, outcomeReason, pupilsReached, girlsReached, adultsReached, classesReached, strengths, improvements, repeatsNextYear } = action
  if (outcome === null && !strengths && !improvements) return []
  return [
    { term: 'Issue', text: outcome ? outcomes[outcome] : '', empty: 'À dire' },
    ...(outcomeReason ? [{ term: 'Pourquoi', text: outcomeReason }] : []),
    { term: 'Élèves touchés', text: [counted(pupilsReached), girlsReached === null ? '' : `dont ${counted(girlsReached)} filles`].filter(Boolean).join(', ') },
    { term: 'Adultes', text: counted(adultsReached) },
    { term: 'Classes', text: counted(classesReached) },
    { term: 'Points forts', text: strengths },
    { term: 'À améliorer', text: improvements },
    { term: 'À renouveler l’an prochain', text: repeatsNextYear === null ? '' : (answers.get(repeatsNextYear) ?? '') },
  ]
}

export const askRemoval = (action: FullAction) => `${quoted(action.title)} sera retirée de la liste des actions ${action.schoolYear}. Le journal gardera la trace de ce retrait.`
