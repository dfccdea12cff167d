import { db } from '../db.ts'

/** School holidays that these days touch, in order; none when no calendar was imported. */
export const listHolidaysWithin = (startsOn: Date, endsOn: Date) =>
  db.schoolHoliday.findMany({ where: { startsOn: { lte: endsOn }, endsOn: { gte: startsOn } }, orderBy: { startsOn: 'asc' } })

/** The holidays of a school year, in order; none when its calendar was not imported. */
export const findCalendar = (schoolYear: string) => db.schoolHoliday.findMany({ where: { schoolYear }, orderBy: [{ startsOn: 'asc' }, { description: 'asc' }] })

/** What is imported, by school year, the newest first. */
export async function listCalendars() {
  const holidays = await db.schoolHoliday.findMany({ orderBy: [{ startsOn: 'asc' }, { description: 'asc' }] })
  const years = Map.groupBy(holidays, ({ schoolYear }) => schoolYear)
  return [...years].map(([schoolYear, of]) => ({ schoolYear, holidays: of, zones: [...new Set(of.map(({ zone }) => zone).filter(Boolean))] })).toSorted((one, other) => other.schoolYear.localeCompare(one.schoolYear))
}
