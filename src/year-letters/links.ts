import type { CurrentUser } from '../auth/current-user.ts'
import { schoolYearOf } from '../school-year.ts'
import { letterPath } from '../school-years/paths.ts'
import { findYear } from '../school-years/queries.ts'
import { letterFor } from './letter.ts'

/** Where this person reads the letter and the deadlines of the year under way; null before the mission opens it. */
export async function findYearLink(user: CurrentUser) {
  const year = await findYear(schoolYearOf())
  if (!year) return null
  return { href: letterPath(year.schoolYear), label: letterFor(user, year) ? 'Lettre de l’année et échéances' : 'Échéances de l’année', kind: 'tertiary' }
}
