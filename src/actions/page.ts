import type { Request, Response } from 'express'
import { currentUser } from '../auth/guards.ts'
import type { FullClee } from '../clees/queries.ts'
import { isWritableYear } from '../school-years/closing.ts'
import { planBreadcrumb } from './authorize.ts'
import { holidayWarnings } from './holidays.ts'
import { withLabels } from './labels.ts'
import { actionPath, planPath } from './paths.ts'
import { factsOf, missingToPublish } from './publication.ts'
import type { FullAction } from './queries.ts'
import { groupsOf, reviewLines } from './sheet.ts'
import { powersOf, standingOf } from './standing.ts'

/** The sheet of an action, with what came too late said first. */
export async function renderSheet(req: Request, res: Response, clee: FullClee, action: FullAction, late = '') {
  const isWritable = await isWritableYear(action.schoolYear)
  res.render('actions/show', {
    title: `${action.title} – ${clee.name}`,
    clee,
    action: withLabels(action),
    late,
    isWritable,
    powers: powersOf(currentUser(req), clee, action, isWritable),
    standing: standingOf(clee, action, isWritable),
    groups: groupsOf(action),
    missing: missingToPublish(factsOf(action)),
    review: reviewLines(action),
    holidays: await holidayWarnings(action),
    path: actionPath(clee, action),
    planPath: planPath(clee, action.schoolYear),
    breadcrumb: planBreadcrumb(clee, action.schoolYear, action.title),
  })
}
