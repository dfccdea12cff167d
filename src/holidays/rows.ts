import { dayAfter } from '../copilots/seats.ts'
import { isSchoolYear, oneDay, schoolYearBounds, schoolYearOf } from '../school-year.ts'
import { quoted, searchKey } from '../text.ts'
import type { RawRow } from './columns.ts'
import { readDay } from './dates.ts'

/** Days without classes, the first and the last. */
export type Holiday = { schoolYear: string; description: string; zone: string; startsOn: Date; endsOn: Date }

export type Reading =
  | { outcome: 'kept'; holiday: Holiday }
  | { outcome: 'elsewhere'; academies: string[] }
  | { outcome: 'teachers' }
  /** `schoolYear` is that of the row when it can be read. */
  | { outcome: 'wrong'; reason: string; schoolYear: string | null }

const academieKey = (name: string) => searchKey(name).replace(/^academie (de la |de |d )?/, '')

/** The académies that a row names; there may be several. */
const academiesOf = (location: string) => [...new Set([location, ...location.split(/[,;/|]/)].map((name) => name.trim()).filter(Boolean))]

const longest = 120

type Dates = { startsOn: Date; endsOn: Date } | string

/** First and last day off. The end that is given is the day on which classes resume; that of the summer may not be known yet. */
function datesOf({ description, start, end }: RawRow): Dates {
  const [startsOn, resumesOn] = [readDay(start), readDay(end)]
  if (!startsOn) return `date de début ${quoted(start)} illisible`
  if (!resumesOn) return `date de fin ${quoted(end)} illisible`
  if (resumesOn.getTime() === startsOn.getTime() && /vacances d ete/.test(searchKey(description))) return { startsOn, endsOn: schoolYearBounds(schoolYearOf(startsOn)).last }
  if (resumesOn <= startsOn) return 'les cours reprendraient avant la fin ou le jour même'
  if (resumesOn.getTime() - startsOn.getTime() > longest * oneDay) return `ces vacances dureraient plus de ${longest} jours`
  return { startsOn, endsOn: dayAfter(resumesOn, -1) }
}

// Some rows of the calendar give the year alone by its dates.
function yearOf({ schoolYear }: RawRow, startsOn: Date): string | null {
  if (schoolYear !== '' && !isSchoolYear(schoolYear)) return null
  const year = schoolYear || schoolYearOf(startsOn)
  const { first, last } = schoolYearBounds(year)
  return startsOn >= first && startsOn <= last ? year : null
}

const wrong = (row: RawRow, reason: string): Reading => ({ outcome: 'wrong', reason, schoolYear: isSchoolYear(row.schoolYear) ? row.schoolYear : null })

/** What a row says to an académie, of which only the pupils' holidays are kept. */
export function readRow(row: RawRow, academie: string): Reading {
  const academies = academiesOf(row.location)
  if (academies.length === 0) return wrong(row, 'académie absente')
  if (!academies.some((name) => academieKey(name) === academieKey(academie))) return { outcome: 'elsewhere', academies: academies.length > 1 ? academies.slice(1) : academies }
  if (searchKey(row.population) === 'enseignants') return { outcome: 'teachers' }
  if (row.description === '' || row.description.length > 200 || row.description.includes('\0') || row.zones.includes('\0')) return wrong(row, 'description absente, trop longue ou illisible')
  const dates = datesOf(row)
  if (typeof dates === 'string') return wrong(row, dates)
  const schoolYear = yearOf(row, dates.startsOn)
  if (!schoolYear) return wrong(row, `année scolaire ${quoted(row.schoolYear)} illisible, ou qui n’est pas celle des dates`)
  return { outcome: 'kept', holiday: { schoolYear, description: row.description, zone: row.zones.slice(0, 100), ...dates } }
}
