import { actionPath } from '../actions/paths.ts'
import type { FullAction } from '../actions/queries.ts'
import { stateBadgeOf } from '../actions/workflow.ts'
import { monthBounds, monthOf, monthWeeks, schoolYearMonths, type Month } from '../months.ts'
import { oneDay, schoolYearOf, today } from '../school-year.ts'
import { formatMonth, fr, withDe } from '../web/view-helpers.ts'

type Holiday = { description: string; startsOn: Date; endsOn: Date }
type Span = { startsOn: Date; endsOn: Date }
type Dated = Pick<FullAction, 'startsOn' | 'endsOn'>

const touches = ({ startsOn, endsOn }: Span, first: Date, last = first) => startsOn <= last && endsOn >= first
const spanOf = ({ startsOn, endsOn }: Dated): Span | null => startsOn && { startsOn, endsOn: endsOn ?? startsOn }

function isWithin(action: Dated, first: Date, last = first) {
  const span = spanOf(action)
  return span !== null && touches(span, first, last)
}

/** Days from which an action would fill the calendar: it is told once for the month. */
const longDays = 15

const isLong = ({ startsOn, endsOn }: Dated) => startsOn !== null && endsOn !== null && endsOn.getTime() - startsOn.getTime() >= longDays * oneDay

const isOfMonth = (action: Dated, month: Month) => isWithin(action, monthBounds(month).first, monthBounds(month).last)

/** The month to show: the one asked for, else the present one, else the first that has an action, else September. */
export function shownMonth(schoolYear: string, asked: unknown, actions: Dated[]): Month {
  const months = schoolYearMonths(schoolYear)
  const known = months.find((month) => month === asked)
  if (known) return known
  if (schoolYear === schoolYearOf()) return monthOf()
  return months.find((month) => actions.some((action) => isOfMonth(action, month))) ?? `${schoolYear.slice(0, 4)}-09`
}

/** The months of the school year to choose from, with how many actions each has. */
export const monthLinks = (schoolYear: string, current: Month, actions: Dated[], path: string) =>
  schoolYearMonths(schoolYear).map((month) => ({
    label: formatMonth(month),
    count: actions.filter((action) => isOfMonth(action, month)).length,
    href: `${path}&mois=${month}`,
    isCurrent: month === current,
  }))

const entryOf = (clee: { slug: string }, action: FullAction) => ({
  href: actionPath(clee, action),
  title: action.title,
  detail: stateBadgeOf(action).label,
  isMuted: action.outcome === 'cancelled' || action.outcome === 'postponed',
})

/** Whether an action of several weeks goes on during that month. */
export const isLasting = (action: Dated, month: Month) => isLong(action) && isOfMonth(action, month)

/** A month of the list as views/dsfr/month.ejs shows it; an action of several days stands on each, but those of several weeks. */
export const monthTable = (clee: { slug: string }, month: Month, actions: FullAction[], holidays: Holiday[]) => ({
  weeks: monthWeeks(month),
  caption: `Actions ${withDe(formatMonth(month))}`,
  today: today(),
  entriesOf: (day: Date) => actions.filter((action) => !isLong(action) && isWithin(action, day)).map((action) => entryOf(clee, action)),
  notesOf: (day: Date) => holidays.filter((holiday) => touches(holiday, day)).map(({ description }) => fr(description)),
})
