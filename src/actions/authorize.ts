import type { Request } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { forbidden, notFound } from '../errors.ts'
import { schoolYearFrom } from '../web/school-years.ts'
import { actionPath, planPath } from './paths.ts'
import { canWriteYear } from './policy.ts'

/** Opens the actions of a school year behind one of the doors of the CLEE's space; a draft has none yet. */
const planDoor = (authorize: typeof authorizeWorkspace) => async (req: Request) => {
  const { user, clee } = await authorize(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : ses actions se saisissent ensuite.')
  return { user, clee, schoolYear: schoolYearFrom(req.query['annee']) }
}

export const authorizePlan = planDoor(authorizeWorkspace)
const editDoor = planDoor(authorizeEdit)

/** Throws 403 for a coordinator in a year that is not theirs yet. */
export function refuseComingYear(user: CurrentUser, schoolYear: string) {
  if (!canWriteYear(user, schoolYear)) throw forbidden(`Une coordination vaut pour l’année scolaire en cours\u00a0: les actions de ${schoolYear} sont préparées par les copilotes. Vous pouvez les lire.`)
}

/** For a page that changes them; 403 for those who may only read. */
export async function authorizePlanEdit(req: Request) {
  const place = await editDoor(req)
  refuseComingYear(place.user, place.schoolYear)
  return place
}

export const planBreadcrumb = (clee: FullClee, schoolYear: string, ...last: Parameters<typeof spaceBreadcrumb>[1][]) =>
  spaceBreadcrumb(clee, { href: planPath(clee, schoolYear), label: `Actions ${schoolYear}` }, ...last)

/** The way to a page about an action, by its sheet. */
export const actionBreadcrumb = (clee: FullClee, action: { id: string; title: string; schoolYear: string }, last: string) =>
  planBreadcrumb(clee, action.schoolYear, { href: actionPath(clee, action), label: action.title }, last)
