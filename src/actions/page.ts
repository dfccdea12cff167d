import type { Request, Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { currentUser } from '../auth/guards.ts'
import type { FullClee } from '../clees/queries.ts'
import { isWritableYear, readOnlySentence } from '../school-years/closing.ts'
import { planBreadcrumb } from './authorize.ts'
import { holidayWarnings } from './holidays.ts'
import { withLabels } from './labels.ts'
import { actionPath, planPath, publishedActionPath, reusePath } from './paths.ts'
import { factsOf, missingToPublish } from './publication.ts'
import { findProposal, type FullAction } from './queries.ts'
import { canReuse, findOrigin, listRepetitions } from './reuse.ts'
import { isReviewSent } from './sent-review.ts'
import { groupsOf, reviewLines } from './sheet.ts'
import { powersOf, standingOf } from './standing.ts'

// A page of the CLEE's own would tell its people nothing more than the sheet.
const isShown = (clee: FullClee, { retainedAt, visibility }: FullAction) => clee.acknowledgedAt !== null && retainedAt !== null && visibility !== 'private'

// The day of what is postponed or cancelled is one of the past.
const awaitsDate = ({ state }: FullAction) => state === 'postponed' || state === 'cancelled'

async function buttonsOf(user: CurrentUser, clee: FullClee, action: FullAction) {
  return [
    ...(isShown(clee, action) ? [{ label: action.visibility === 'public' ? 'Voir la page publique' : 'Voir la page du réseau', href: publishedActionPath(action), kind: 'secondary' }] : []),
    ...((await canReuse(user)) ? [{ label: 'Reprendre cette action', href: reusePath(action), icon: 'fr-icon-recycle-line', kind: 'secondary' }] : []),
  ]
}

/** The sheet of an action, with what came too late said first. */
export async function renderSheet(req: Request, res: Response, clee: FullClee, action: FullAction, late = '') {
  const user = currentUser(req)
  const isWritable = await isWritableYear(action.schoolYear)
  res.render('actions/show', {
    title: `${action.title} – ${clee.name}`,
    clee,
    action: withLabels(action),
    late,
    readOnly: isWritable ? '' : await readOnlySentence(action.schoolYear),
    powers: powersOf(user, clee, action, isWritable),
    buttons: await buttonsOf(user, clee, action),
    origin: await findOrigin(user, action),
    proposal: await findProposal(action),
    repetitions: await listRepetitions(user, action.id),
    standing: standingOf(clee, action, isWritable),
    groups: groupsOf(action),
    missing: missingToPublish(factsOf(action)),
    review: reviewLines(action),
    holidays: awaitsDate(action) ? [] : await holidayWarnings(action),
    isReviewSent: isWritable && (await isReviewSent(action.planId)),
    path: actionPath(clee, action),
    planPath: planPath(clee, action.schoolYear),
    breadcrumb: planBreadcrumb(clee, action.schoolYear, action.title),
  })
}
