import { notFound } from '../errors.ts'
import { isMonth, monthAfter, monthBounds, monthOf, schoolYearMonths, type Month } from '../months.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf, today } from '../school-year.ts'
import { isDay } from '../web/fields.ts'
import { formatDay, formatMonth, formatWeekday } from '../web/view-helpers.ts'

/** The days that a page of the agenda shows, at midnight UTC: from today on, a month, or a day. */
export type Period = { kind: 'coming' | 'month' | 'day'; month: Month; from: Date; to: Date | null }

const comingPeriod = (): Period => ({ kind: 'coming', month: monthOf(), from: today(), to: null })

/** A month; 404 when there is none of that name. */
function monthPeriod(month: string): Period {
  if (!isMonth(month)) throw notFound('Ce mois n’existe pas\u00a0: écrivez l’année puis le mois, par exemple 2027-03.')
  const { first, last } = monthBounds(month)
  return { kind: 'month', month, from: first, to: last }
}

function dayPeriod(day: string): Period {
  if (!isDay(day) || !isMonth(day.slice(0, 7))) throw notFound('Ce jour n’existe pas\u00a0: écrivez l’année, le mois puis le jour, par exemple 2027-03-12.')
  const date = new Date(`${day}T00:00:00Z`)
  return { kind: 'day', month: day.slice(0, 7), from: date, to: date }
}

/** The days that an address asks for; a view by month has one, this month unless said otherwise. */
export function readPeriod({ mois, jour, vue }: { mois: string; jour: string; vue: string }): Period {
  if (vue === 'mois') return monthPeriod(mois || monthOf())
  if (jour !== '') return dayPeriod(jour)
  return mois === '' ? comingPeriod() : monthPeriod(mois)
}

/** How a page names its days. */
export const periodTitle = ({ kind, month, from }: Period) =>
  kind === 'day' ? `${formatWeekday(from)} ${formatDay(from)}` : kind === 'month' ? formatMonth(month) : 'À venir'

/** The last school year, this one and the next: links go no further, or whoever follows them would never end. */
function isWalked(month: Month) {
  const current = schoolYearOf()
  return month >= `${previousSchoolYear(current).slice(0, 4)}-09` && month <= `${nextSchoolYear(current).slice(5)}-08`
}

const neighbour = (month: Month) => (isWalked(month) ? { month, label: formatMonth(month) } : null)

/** The months around one, null beyond those that links lead to. */
export const monthsAround = (month: Month) => ({ previous: neighbour(monthAfter(month, -1)), next: neighbour(monthAfter(month)) })

/** The months to choose from: those of its school year and of the next. */
export function monthOptions(month: Month) {
  const schoolYear = schoolYearOf(new Date(`${month}-15T12:00:00Z`))
  return [schoolYear, nextSchoolYear(schoolYear)].flatMap(schoolYearMonths).filter(isMonth).map((value) => ({ value, label: formatMonth(value) }))
}
