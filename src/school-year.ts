const parisDays = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', year: 'numeric', month: '2-digit', day: '2-digit' })
const parisHours = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' })

/** The day it is in Paris at an instant, "AAAA-MM-JJ". */
export const parisDay = (instant = new Date()) => parisDays.format(instant)

/** Milliseconds between two days at midnight UTC. */
export const oneDay = 86_400_000

/** Midnight UTC of the day it is in Paris: what a `@db.Date` column compares with. */
export const today = (instant = new Date()) => new Date(`${parisDay(instant)}T00:00:00Z`)

/** When a day "AAAA-MM-JJ" begins in Paris, or one so many days later: its offset from UTC is found by the formatter. */
export function parisMidnight(day: string, offsetDays = 0): Date {
  const utc = new Date(`${day}T00:00:00Z`)
  utc.setUTCDate(utc.getUTCDate() + offsetDays)
  const hours = Number(parisHours.format(utc))
  return new Date(utc.getTime() - hours * 3_600_000)
}

/** The school year of an instant, "2026-2027": from 1 September to 31 August, Paris time (R9). */
export function schoolYearOf(instant = new Date()): string {
  const [year, month] = parisDay(instant).split('-').map(Number) as [number, number]
  const first = month >= 9 ? year : year - 1
  return `${first}-${first + 1}`
}

/** "2026-2027": two years that follow, of a time when the portal may have something to say. */
export const isSchoolYear = (value: string) => /^(199|2[01]\d)\d-\d{4}$/.test(value) && Number(value.slice(5)) === Number(value.slice(0, 4)) + 1

/** First and last day of a school year, at midnight UTC. */
export const schoolYearBounds = (schoolYear: string) => ({
  first: new Date(`${schoolYear.slice(0, 4)}-09-01T00:00:00Z`),
  last: new Date(`${schoolYear.slice(5)}-08-31T00:00:00Z`),
})

export const nextSchoolYear = (schoolYear: string) => `${schoolYear.slice(5)}-${Number(schoolYear.slice(5)) + 1}`

export const previousSchoolYear = (schoolYear: string) => `${Number(schoolYear.slice(0, 4)) - 1}-${schoolYear.slice(0, 4)}`

/** Past school years are read-only (R9); this one and those to come are not. */
export const isOpenYear = (schoolYear: string) => schoolYear >= schoolYearOf()

/** What is not over on a day, its last day included. */
export const notOverOn = (day: Date) => ({ OR: [{ endsOn: null }, { endsOn: { gte: day } }] })

/** What goes on after a day. */
export const lastingBeyond = (day: Date) => ({ OR: [{ endsOn: null }, { endsOn: { gt: day } }] })

/** What has begun on a day and is not over. */
export const runningOn = (day: Date) => ({ startsOn: { lte: day }, ...notOverOn(day) })

/** Seats that somebody holds on a day: accepted, begun, not over. */
export const heldOnDay = (day: Date) => ({ acceptedAt: { not: null }, ...runningOn(day) })

/** The same day so many years later; 29 February becomes 1 March. */
export const yearsAfter = (day: Date, years: number) => new Date(Date.UTC(day.getUTCFullYear() + years, day.getUTCMonth(), day.getUTCDate()))
