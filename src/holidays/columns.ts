import { searchName } from '../text.ts'

// Technical names, and the French labels of the same columns; compared once normalised.
const synonyms = {
  description: ['description', 'libelle'],
  population: ['population', 'public_concerne'],
  start: ['start_date', 'date_de_debut', 'debut'],
  end: ['end_date', 'date_de_fin', 'fin'],
  location: ['location', 'academies', 'academie', 'localisation'],
  zones: ['zones', 'zone'],
  schoolYear: ['annee_scolaire'],
} as const

type CalendarColumn = keyof typeof synonyms
/** A row of the calendar as it is written; "" for what it lacks. */
export type RawRow = Record<CalendarColumn, string>

const essential: Partial<Record<CalendarColumn, string>> = { description: 'description', start: 'date de début', end: 'date de fin', location: 'académies' }

const columns = Object.keys(synonyms) as CalendarColumn[]
const normalise = (name: string) => searchName(name).replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')

/** Which of these names is each column; a column that they lack is absent. */
export function locateColumns(names: readonly string[]): Map<CalendarColumn, number> {
  const known = names.map(normalise)
  const found = columns.map((column) => [column, known.findIndex((name) => synonyms[column].some((synonym) => synonym === name))] as const)
  return new Map(found.filter(([, index]) => index >= 0))
}

/** French names of the essential columns that are absent. */
export const missingColumns = (located: ReadonlyMap<CalendarColumn, number>) => columns.filter((column) => essential[column] && !located.has(column)).map((column) => essential[column] ?? '')

/** The row that these fields make. */
export const rowOf = (located: ReadonlyMap<CalendarColumn, number>, fields: readonly string[]): RawRow => {
  const read = (column: CalendarColumn) => (fields[located.get(column) ?? -1] ?? '').replace(/\s+/g, ' ').trim()
  return { description: read('description'), population: read('population'), start: read('start'), end: read('end'), location: read('location'), zones: read('zones'), schoolYear: read('schoolYear') }
}
