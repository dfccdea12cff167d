import { isoDay } from '../web/view-helpers.ts'

/** A day as the data say it, « 2027-03-12 ». */
export const dayOf = (day: Date | null) => (day ? isoDay(day) : null)

/** An instant as the data say it, « 2027-03-12T09:00:00Z ». */
export const instantOf = (instant: Date) => instant.toISOString().replace(/\.\d{3}Z$/, 'Z')

/** A place to a metre. */
export const degrees = (value: number) => Math.round(value * 100_000) / 100_000

/** Nothing, or a place, of two coordinates that may lack. */
export const pointOf = ({ latitude, longitude }: { latitude: number | null; longitude: number | null }) =>
  latitude === null || longitude === null ? null : { latitude: degrees(latitude), longitude: degrees(longitude) }
