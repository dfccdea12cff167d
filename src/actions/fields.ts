import { z } from 'zod'
import { optionalCount, optionalLine } from '../web/fields.ts'

export const indicatorRows = [1, 2, 3, 4, 5] as const
export const newPartnerRows = [1, 2, 3] as const

/** The same field, once a row: "indicatorLabel1", "indicatorLabel2"… */
export const numbered = <Prefix extends string, Row extends number, Field extends z.ZodType>(prefix: Prefix, rows: readonly Row[], field: Field) =>
  Object.fromEntries(rows.map((row) => [`${prefix}${row}`, field])) as Record<`${Prefix}${Row}`, Field>

const isWebAddress = (value: string) => {
  const url = /^https?:\/\//i.test(value) && URL.canParse(value) ? new URL(value) : null
  return url !== null && /[^.]\.[^.]/.test(url.hostname) && url.username === ''
}

/** A web address that may be empty; nothing but http and https, so that a link never runs anything. */
export const optionalWebAddress = optionalLine(500).refine((value) => value === '' || isWebAddress(value), 'Saisissez une adresse complète, qui commence par https://.')

const figures = z.object({ pupilsReached: optionalCount(), girlsReached: optionalCount(), adultsReached: optionalCount(), classesReached: optionalCount() })
export const figureShape = figures.shape
export type Figures = z.output<typeof figures>
