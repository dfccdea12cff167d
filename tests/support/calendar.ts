import { Readable } from 'node:stream'
import { importCalendar } from '../../src/holidays/import.ts'
import { db } from '../../src/db.ts'

export type CalendarRow = { description: string; population: string; start_date: string; end_date: string; location: string; zones: string; annee_scolaire: string }

/** As the open dataset writes them: midnight in Paris, in UTC; the end is the day on which classes resume. */
export const autumn: CalendarRow = {
  description: 'Vacances de la Toussaint', population: '-', start_date: '2026-10-16T22:00:00+00:00', end_date: '2026-11-01T23:00:00+00:00', location: 'Rennes', zones: 'Zone B', annee_scolaire: '2026-2027',
}
export const christmas: CalendarRow = { ...autumn, description: 'Vacances de Noël', start_date: '2026-12-18T23:00:00+00:00', end_date: '2027-01-03T23:00:00+00:00' }
export const summer: CalendarRow = { ...autumn, description: 'Vacances d’Été', start_date: '2027-07-02T22:00:00+00:00', end_date: '2027-08-31T22:00:00+00:00' }
export const year: CalendarRow[] = [autumn, christmas, summer]

export const technical = ['description', 'population', 'start_date', 'end_date', 'location', 'zones', 'annee_scolaire'] as const
export const french = ['Description', 'Population', 'Date de début', 'Date de fin', 'Académies', 'Zones', 'annee_scolaire']

/** Text fields in quotes, as the open data site writes them. */
export const csvOf = (rows: CalendarRow[], { header = technical, delimiter = ';', mark = '' }: { header?: readonly string[]; delimiter?: string; mark?: string } = {}) =>
  mark + [header, ...rows.map((row) => technical.map((name) => `"${row[name]}"`))].map((line) => `${line.join(delimiter)}\r\n`).join('')

export const importText = (text: string, academie = 'Rennes') => importCalendar(null, Readable.from([Buffer.from(text)]), academie)
export const importRows = (rows: CalendarRow[]) => importText(csvOf(rows))

/** What is kept, in order: « Vacances de Noël 2026-12-19 2027-01-03 ». */
export async function keptHolidays() {
  const holidays = await db.schoolHoliday.findMany({ orderBy: [{ startsOn: 'asc' }, { description: 'asc' }] })
  return holidays.map(({ description, startsOn, endsOn }) => [description, startsOn.toISOString().slice(0, 10), endsOn.toISOString().slice(0, 10)].join(' '))
}
