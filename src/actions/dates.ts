import { FieldError } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { schoolYearBounds, schoolYearOf, today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'
import type { FullAction } from './queries.ts'

/** Throws FieldError when a date of an action is not in its school year (R12). */
export function refuseOtherYear(schoolYear: string, dates: { startsOn?: Date | null; endsOn?: Date | null }) {
  const { first, last } = schoolYearBounds(schoolYear)
  for (const field of ['startsOn', 'endsOn'] as const) {
    const day = dates[field]
    if (day && (day < first || day > last)) throw new FieldError(field, `Cette date n’est pas dans l’année scolaire ${schoolYear} (du 1er septembre au 31 août).`)
  }
}

/** What has begun before a day and lasts on it: an action lies in its school year (R12), which bounds what is read. */
export const lastingInto = (day: Date) => ({ startsOn: { gte: schoolYearBounds(schoolYearOf(day)).first, lt: day }, endsOn: { gte: day } }) satisfies Prisma.PlannedActionWhereInput

/** Whether its first day has come: what was achieved is told from then on (R12). */
export const hasBegun = ({ startsOn }: { startsOn: Date | null }) => startsOn !== null && startsOn <= today()

/** Why what was achieved is not told yet, and from which day it is. */
export const tooEarly = ({ startsOn }: { startsOn: Date | null }) =>
  startsOn ? `Cette action n’a pas encore commencé : ce qui a été réalisé se dit à partir de son premier jour, le ${formatDay(startsOn)}.` : 'Indiquez d’abord la date de l’action, dans sa rubrique « Organisation » : ce qui a été réalisé se dit à partir de ce jour.'

/** Throws FieldError when an action that is planned, or was done, would lose the day that says so. */
export function refuseContraryDay({ state }: Pick<FullAction, 'state'>, startsOn: Date | null) {
  if (state === 'planned' && startsOn === null) throw new FieldError('startsOn', 'Cette action est planifiée : gardez-lui une date, ou reportez-la.')
  if (['done', 'reviewed'].includes(state) && !hasBegun({ startsOn })) throw new FieldError('startsOn', 'Le bilan de cette action est saisi : sa date ne peut être ni vide ni à venir.')
}
