import type { Tx } from '../db.ts'
import type { CalendarReport } from './report.ts'
import type { Holiday } from './rows.ts'

/** The same description and first day are the same holidays. */
export const keyOf = ({ description, startsOn }: Pick<Holiday, 'description' | 'startsOn'>) => `${startsOn.getTime()} ${description}`

const isSame = (one: Holiday, other: Holiday) => one.schoolYear === other.schoolYear && one.zone === other.zone && one.endsOn.getTime() === other.endsOn.getTime()

// Of two imports at once, the second waits, then compares with what the first has written.
const lock = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('school_holidays'))`

/** Writes the holidays of a file: what it says of a year replaces what was known, other years stay. Nothing is removed from a year of which a row could not be read. */
export async function saveHolidays(tx: Tx, report: CalendarReport, isComplete: (schoolYear: string) => boolean) {
  await lock(tx)
  const years = [...new Set(report.holidays.map(({ schoolYear }) => schoolYear))]
  const known = await tx.schoolHoliday.findMany({ where: { OR: [{ schoolYear: { in: years } }, { startsOn: { in: report.holidays.map(({ startsOn }) => startsOn) } }] }, orderBy: { id: 'asc' } })
  const read = new Map(report.holidays.map((holiday) => [keyOf(holiday), holiday]))
  const before = new Map(known.map((holiday) => [keyOf(holiday), holiday]))
  const removed = known.filter((holiday) => !read.has(keyOf(holiday)) && years.includes(holiday.schoolYear) && isComplete(holiday.schoolYear))
  await tx.schoolHoliday.deleteMany({ where: { id: { in: removed.map(({ id }) => id) } } })
  const added = report.holidays.filter((holiday) => !before.has(keyOf(holiday)))
  const importedAt = new Date()
  await tx.schoolHoliday.createMany({ data: added.map((holiday) => ({ ...holiday, importedAt })) })
  const changed = known.flatMap((holiday) => {
    const now = read.get(keyOf(holiday))
    return now && !isSame(holiday, now) ? [{ id: holiday.id, ...now }] : []
  })
  for (const { id, ...holiday } of changed) await tx.schoolHoliday.update({ where: { id }, data: { ...holiday, importedAt } })
  Object.assign(report, { added: added.length, changed: changed.length, removed: removed.length, unchanged: report.holidays.length - added.length - changed.length })
}
