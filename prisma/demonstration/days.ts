import { schoolYearBounds, schoolYearOf, today } from '../../src/school-year.ts'
import type { Day } from './story.ts'

const dayMilliseconds = 86_400_000
const toIso = (day: Date) => day.toISOString().slice(0, 10)
const after = (day: Date, count: number) => new Date(day.getTime() + count * dayMilliseconds)

const daysToMonday: Record<number, number> = { 0: 1, 6: 2 }

/** That day, or the next one on which schools are likely to work: neither a weekend nor the Christmas holidays. */
function workingDay(day: Date): Date {
  const monthAndDay = toIso(day).slice(5)
  if (monthAndDay >= '12-19' || monthAndDay <= '01-03') return workingDay(after(day, 1))
  return after(day, daysToMonday[day.getUTCDay()] ?? 0)
}

/** The same going back. */
function workingDayBefore(day: Date): Date {
  const isOff = toIso(day) !== toIso(workingDay(day))
  return isOff ? workingDayBefore(after(day, -1)) : day
}

// On 30 August "in two weeks" is another school year, as "two weeks ago" on 3 September: the day stays inside this one.
function inDays(count: number): string {
  const { first, last } = schoolYearBounds(schoolYearOf())
  const wanted = count < 0 ? workingDayBefore(after(today(), count)) : workingDay(after(today(), count))
  return toIso(wanted > last ? last : wanted < first ? first : wanted)
}

/** The day as its form field gives it, "AAAA-MM-JJ", in this school year. */
export function isoDay(day: Day): string {
  if (typeof day === 'number') return inDays(day)
  const [first, second] = schoolYearOf().split('-')
  return `${day >= '09-01' ? first : second}-${day}`
}
