import { notFound } from '../errors.ts'
import { isSchoolYear, nextSchoolYear, schoolYearOf } from '../school-year.ts'

/** The school year of an address: this one when it names none; 404 when it names something else, or a year beyond the next. */
export function schoolYearFrom(value: unknown): string {
  if (value === undefined || value === '') return schoolYearOf()
  if (typeof value !== 'string' || !isSchoolYear(value) || value > nextSchoolYear(schoolYearOf())) throw notFound('Cette année scolaire n’existe pas.')
  return value
}
