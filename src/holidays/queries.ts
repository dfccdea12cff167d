import { db } from '../db.ts'

/** School holidays that these days touch, in order; none when no calendar was imported. */
export const listHolidaysWithin = (startsOn: Date, endsOn: Date) =>
  db.schoolHoliday.findMany({ where: { startsOn: { lte: endsOn }, endsOn: { gte: startsOn } }, orderBy: { startsOn: 'asc' } })
