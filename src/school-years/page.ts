import type { Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { schoolYearBounds } from '../school-year.ts'
import { formatDay } from '../web/view-helpers.ts'
import { deadlineFields, deadlineLabels, isPassed } from './deadlines.ts'
import { yearPath, yearsPath } from './paths.ts'
import { canRunYears } from './policy.ts'
import { getYear, type OpenedYear } from './queries.ts'

export const breadcrumbOf = (...last: { href: string; label: string }[]) => [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: yearsPath, label: 'Années scolaires' }, ...last]
export const inYear = (schoolYear: string, ...last: string[]) => breadcrumbOf({ href: yearPath(schoolYear), label: schoolYear }, ...last.map((label) => ({ href: '', label })))

/** The mission, and the school year of the address, opened or not. Throws 403, 404. */
export async function authorizeYear(req: Request) {
  const user = requireAllowed(req, canRunYears)
  return { user, ...(await getYear(String(req.params['annee']))) }
}

/** « du 1er septembre 2026 au 31 août 2027 ». */
export function periodOf(schoolYear: string) {
  const { first, last } = schoolYearBounds(schoolYear)
  return `du ${formatDay(first)} au ${formatDay(last)}`
}

/** The deadlines of a year as a list of terms; none before it is opened. */
export const deadlinesOf = (row: OpenedYear | null) =>
  row ? deadlineFields.map((name) => ({ term: deadlineLabels[name], text: row[name] ? formatDay(row[name]) : '', empty: 'Pas d’échéance', ...(isPassed(row[name]) ? { detail: 'Échéance passée' } : {}) })) : []
