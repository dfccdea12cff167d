import { structureName } from '../members/names.ts'
import { nextSchoolYear, schoolYearOf, today } from '../school-year.ts'
import { displayName, searchKey, searchWords } from '../text.ts'
import type { Sort } from '../web/sorting.ts'
import type { Seat } from './queries.ts'
import type { HistoryFilters } from './schemas.ts'
import { isWaiting, sideKeys, sideLabels, sides } from './seats.ts'

export const historyPageSize = 25

/** `recent` is the usual order, newest first; it has no column. */
export const historySorts = ['recent', 'annee', 'monde', 'personne', 'debut'] as const

type HistoryLine = { year: string; side: string; person: string; structure: string; seat: Seat }

/** The school years that a mandate touches, up to this one. */
function yearsOf({ startsOn, endsOn }: Seat): string[] {
  const until = endsOn && endsOn < today() ? endsOn : today()
  const last = schoolYearOf(until > startsOn ? until : startsOn)
  const years = [schoolYearOf(startsOn)]
  while (years.at(-1)! < last) years.push(nextSchoolYear(years.at(-1)!))
  return years
}

/** One line for each school year of each mandate, newest first; a seat that nobody has taken up is none. */
export const historyOf = (seats: Seat[]): HistoryLine[] =>
  seats
    .filter((seat) => !isWaiting(seat))
    .flatMap((seat) => yearsOf(seat).map((year) => ({ year, side: sideLabels[seat.side], person: displayName(seat), structure: structureName(seat), seat })))
    .toSorted((one, other) => other.year.localeCompare(one.year) || sides.indexOf(one.seat.side) - sides.indexOf(other.seat.side) || other.seat.startsOn.getTime() - one.seat.startsOn.getTime())

function matches({ year, person, structure, seat }: HistoryLine, { texte, monde, annee }: HistoryFilters) {
  const text = searchKey(`${person} ${seat.jobTitle} ${structure}`)
  return (!annee || year === annee) && (!monde || sideKeys[seat.side] === monde) && searchWords(texte).every((word) => text.includes(word))
}

const keyOf: Record<(typeof historySorts)[number], (line: HistoryLine) => string> = {
  recent: () => '',
  annee: ({ year }) => year,
  monde: ({ side }) => side,
  personne: ({ seat }) => searchKey(`${seat.lastName} ${seat.firstName}`),
  debut: ({ seat }) => seat.startsOn.toISOString(),
}

/** The lines that the filters keep, in an order. */
export function filterHistory(lines: HistoryLine[], filters: HistoryFilters, { key, isDescending }: Sort<(typeof historySorts)[number]>) {
  const way = isDescending ? -1 : 1
  return lines.filter((line) => matches(line, filters)).toSorted((one, other) => way * keyOf[key](one).localeCompare(keyOf[key](other), 'fr'))
}

/** The school years that a history has, newest first. */
export const historyYears = (lines: HistoryLine[]) => [...new Set(lines.map(({ year }) => year))]
