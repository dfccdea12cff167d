import { oneDay, parisDay } from './school-year.ts'

/** A month, "2027-03". */
export type Month = string

/** The month of an instant in Paris. */
export const monthOf = (instant = new Date()): Month => parisDay(instant).slice(0, 7)

export const isMonth = (value: string) => /^(19|20)\d{2}-(0[1-9]|1[0-2])$/.test(value)

const dayIn = (month: Month, day: number) => {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1, day))
}

/** First and last day of a month, at midnight UTC. */
export const monthBounds = (month: Month) => ({ first: dayIn(month, 1), last: new Date(Date.UTC(dayIn(month, 1).getUTCFullYear(), dayIn(month, 1).getUTCMonth() + 1, 0)) })

/** The month so many months later, or earlier. */
export function monthAfter(month: Month, count = 1): Month {
  const day = dayIn(month, 1)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, 1)).toISOString().slice(0, 7)
}

/** The twelve months of a school year, from September to August. */
export const schoolYearMonths = (schoolYear: string): Month[] => Array.from({ length: 12 }, (_, count) => monthAfter(`${schoolYear.slice(0, 4)}-09`, count))

/** The weeks of a month, from Monday to Sunday: null for a day of another month. */
export function monthWeeks(month: Month): (Date | null)[][] {
  const { first, last } = monthBounds(month)
  const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * oneDay
  const count = Math.ceil((last.getTime() + oneDay - monday) / (7 * oneDay))
  const inMonth = (time: number) => (time < first.getTime() || time > last.getTime() ? null : new Date(time))
  return Array.from({ length: count }, (_, week) => Array.from({ length: 7 }, (_day, day) => inMonth(monday + (week * 7 + day) * oneDay)))
}
