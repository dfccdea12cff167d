import { dayAfter } from '../copilots/seats.ts'
import { today } from '../school-year.ts'

/** The Monday of the week of an instant, in Paris. */
export function mondayOf(now: Date) {
  const day = today(now)
  return dayAfter(day, -((day.getUTCDay() + 6) % 7))
}

const leastDays = 28

/** Once a month: the week of its first Monday, four weeks at least after the last mail. */
export const isMonthlyDue = (monday: Date, last: Date | null) => monday.getUTCDate() <= 7 && (!last || dayAfter(last, leastDays) <= monday)
