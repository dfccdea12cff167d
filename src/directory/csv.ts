import type { Standing } from '../charters/standings.ts'
import { updateBadge } from '../charters/validity.ts'
import { cleeStates, legalFormOf } from '../clees/labels.ts'
import { isoDay } from '../web/view-helpers.ts'
import type { ExportedClee } from './queries.ts'

/** The columns of the list of CLEEs of the académie that are public: functions and structures, no person's name (R18). */
const columns = (schoolYear: string) => [
  'Bassin', 'Nom', 'Nom complet', 'Forme juridique', 'Communes', 'Précisions sur le territoire', 'Établissement support (UAI)', 'Copilote du monde éducatif', 'Copilote du monde économique',
  'Créé le', 'Charte', 'Charte validée le', 'Charte valable jusqu’au', `Actions publiques ${schoolYear}`, 'État', 'Année scolaire', 'Mis à jour le',
]

const isSeated = ({ acceptedAt }: { acceptedAt: Date | null }) => acceptedAt !== null

function copilotsOf({ copilots }: ExportedClee, side: 'education' | 'economy') {
  const seats = copilots.filter((copilot) => copilot.side === side && isSeated(copilot))
  return seats.map(({ jobTitle, school, organisation }) => [jobTitle, school ? `${school.name} (${school.uai})` : (organisation?.name ?? '')].filter(Boolean).join(', ')).join(' ; ')
}

const dayCell = (day: Date | null) => (day ? isoDay(day) : '')
const charterCells = (standing: Standing | undefined) =>
  standing ? [standing.reasons.length > 0 ? updateBadge.label : 'Validée', dayCell(standing.decidedAt), dayCell(standing.validUntil)] : ['Pas encore validée', '', '']

const rowOf = (clee: ExportedClee, standing: Standing | undefined, schoolYear: string) => [
  clee.bassins.map(({ bassin }) => bassin.name).join(' ; '),
  clee.name,
  clee.longName,
  legalFormOf(clee),
  clee.communes.map(({ commune }) => commune.name).join(' ; '),
  clee.territory,
  clee.supportSchoolUai ?? '',
  copilotsOf(clee, 'education'),
  copilotsOf(clee, 'economy'),
  clee.declaredAt ? isoDay(clee.declaredAt) : '',
  ...charterCells(standing),
  String(clee.plans[0]?._count.actions ?? 0),
  cleeStates[clee.status].label,
  schoolYear,
  isoDay(clee.updatedAt),
]

/** The lines of the CSV of the directory, its head first. */
export const directoryRows = (clees: ExportedClee[], standings: Map<string, Standing>, schoolYear: string) => [columns(schoolYear), ...clees.map((clee) => rowOf(clee, standings.get(clee.id), schoolYear))]
