import { schoolYearOf } from '../school-year.ts'
import { isoDay } from '../web/view-helpers.ts'
import { listedCharterStates, type CleeLine } from './lines.ts'
import type { ExportDetails } from './queries.ts'

const seats = (line: CleeLine['education']) => [
  line.map(({ jobTitle, structure }) => `${jobTitle}, ${structure}`).join(' ; '),
  line.map(({ name }) => name).filter(Boolean).join(' ; '),
  line.map(({ email }) => email).filter(Boolean).join(' ; '),
]

// The columns of the « liste CLEE » that the mission keeps.
const heading = [
  'Bassin', 'CLEE', 'Territoire', 'Établissement support (UAI)', 'Copilote éducatif', 'Nom du copilote éducatif', 'Adresse du copilote éducatif',
  'Copilote économique', 'Nom du copilote économique', 'Adresse du copilote économique', 'Coordination de bassin',
  'Créé le', 'Charte', 'Date de la charte', 'Charte valable jusqu’au', 'Charte à actualiser', 'Modèle de charte (version)', 'Actions', 'Dernière réunion', 'Réunions (alerte)', 'État', 'Mis à jour', 'Année scolaire',
]

const csvRow = (line: CleeLine, details: ExportDetails | undefined) => [
  line.bassins.join(', '),
  line.name,
  [details?.communes.join(', '), details?.territory].filter(Boolean).join(' – '),
  details?.supportSchool ?? '',
  ...seats(line.education),
  ...seats(line.economy),
  details?.coordinators.join(', ') ?? '',
  details ? isoDay(details.createdAt) : '',
  line.charter ? listedCharterStates[line.charter.status].label : 'Pas commencée',
  line.charter ? isoDay(line.charter.day) : '',
  line.charter?.validUntil ? isoDay(line.charter.validUntil) : '',
  line.charter?.reasons.map(({ sentence }) => sentence).join(' ') ?? '',
  line.charter ? String(line.charter.templateVersion) : '',
  String(line.actions),
  line.lastMeeting ? isoDay(line.lastMeeting) : '',
  line.lateBadge?.label ?? '',
  line.state.label,
  isoDay(line.updatedAt),
  schoolYearOf(),
]

/** The lines as a file: a heading, then a row a CLEE. */
export const csvRows = (lines: CleeLine[], details: Map<string, ExportDetails>) => [heading, ...lines.map((line) => csvRow(line, details.get(line.id)))]
