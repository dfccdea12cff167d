import { FieldError, FieldErrors } from '../errors.ts'
import { schoolYearBounds, today } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'

export const deadlineFields = ['charterDueOn', 'planDueOn', 'reviewDueOn'] as const
export type Deadlines = Record<(typeof deadlineFields)[number], Date | null>

export const deadlineLabels: Record<keyof Deadlines, string> = {
  charterDueOn: 'Transmission de la charte',
  planDueOn: 'Transmission de la liste des actions',
  reviewDueOn: 'Transmission du bilan',
}

const dayIn = (year: string, monthAndDay: string) => new Date(`${year}-${monthAndDay}T00:00:00Z`)

/** What the opening of a year proposes. */
export const usualDeadlines = (schoolYear: string): Deadlines => ({
  charterDueOn: dayIn(schoolYear.slice(0, 4), '11-30'),
  planDueOn: dayIn(schoolYear.slice(0, 4), '11-30'),
  reviewDueOn: dayIn(schoolYear.slice(5), '07-10'),
})

/** Lists are prepared from June on: a deadline may come before the first day of its year. */
export const firstPreparationDay = (schoolYear: string) => dayIn(schoolYear.slice(0, 4), '06-01')

const boundsOf = (schoolYear: string) => ({ from: firstPreparationDay(schoolYear), last: schoolYearBounds(schoolYear).last })

/** Whether a deadline lies in another year; what can't be read as a day lies nowhere. */
export function isOutside(schoolYear: string, day: unknown) {
  const { from, last } = boundsOf(schoolYear)
  return day instanceof Date && (day < from || day > last)
}

export function otherYearSentence(schoolYear: string) {
  const { from, last } = boundsOf(schoolYear)
  return `Choisissez une date du ${formatDay(from)} au ${formatDay(last)}\u00a0: c’est l’année scolaire ${schoolYear} et sa préparation.`
}

/** Throws FieldErrors for the deadlines that lie in another year. */
export function refuseOtherYears(schoolYear: string, deadlines: Deadlines) {
  const [first, ...others] = deadlineFields.filter((name) => isOutside(schoolYear, deadlines[name])).map((name) => new FieldError(name, otherYearSentence(schoolYear)))
  if (first) throw new FieldErrors(first, ...others)
}

/** What is odd in the order of the deadlines, without being wrong. */
export function orderWarnings({ charterDueOn, planDueOn, reviewDueOn }: Deadlines): string[] {
  const isBefore = (one: Date | null, other: Date | null) => one !== null && other !== null && one < other
  return [
    ...(isBefore(reviewDueOn, planDueOn) ? ['Le bilan est attendu avant la liste des actions.'] : []),
    ...(isBefore(reviewDueOn, charterDueOn) ? ['Le bilan est attendu avant la charte.'] : []),
  ]
}

/** Whether a deadline, its day included, is over. */
export const isPassed = (dueOn: Date | null | undefined, day = today()) => Boolean(dueOn && dueOn < day)
