import { listHolidaysWithin } from '../holidays/queries.ts'
import { lowerFirst } from '../text.ts'
import { formatDay, fr } from '../web/view-helpers.ts'

type Dated = { startsOn: Date | null; endsOn: Date | null }

/** A sentence for each school holidays in which an action begins or ends; it may last through some. None without a calendar. */
export async function holidayWarnings({ startsOn, endsOn }: Dated): Promise<string[]> {
  if (!startsOn) return []
  const days = [startsOn, endsOn ?? startsOn]
  const holidays = await listHolidaysWithin(startsOn, endsOn ?? startsOn)
  return holidays
    .filter((holiday) => days.some((day) => day >= holiday.startsOn && day <= holiday.endsOn))
    .map((holiday) => `Du ${formatDay(holiday.startsOn)} au ${formatDay(holiday.endsOn)} : ${lowerFirst(fr(holiday.description))}.`)
}
