import { Router } from 'express'
import { actionPath, publishedActionPath } from '../actions/paths.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { config } from '../config.ts'
import { uuid } from '../web/fields.ts'
import { beginningOf, contentOf } from './content.ts'
import { canOpenSheet, canReadResults, canReuse } from './policy.ts'
import { findOrigin, getReadableAction, isCleeVisible, isPublished, type ActionPage } from './queries.ts'

/** Public: the page of an action, for those who may read it. */
export const actionPagesRouter = Router()

function buttonsOf(user: CurrentUser | undefined, action: ActionPage) {
  return [
    ...(canOpenSheet(user, action.clee) ? [{ label: 'Voir la fiche', href: actionPath(action.clee, action), icon: 'fr-icon-file-text-line', kind: 'secondary' }] : []),
    ...(canReuse(user) ? [{ label: 'Reprendre cette action', href: `${publishedActionPath(action)}/reprise`, icon: 'fr-icon-recycle-line' }] : []),
  ]
}

type Link = { name: string; href: string | null }

const breadcrumbOf = ({ title }: ActionPage, isPublic: boolean, clee: Link) =>
  [...(isPublic ? [{ href: '/agenda', label: 'Agenda' }] : clee.href ? [{ href: clee.href, label: clee.name }] : []), { href: '', label: title }]

actionPagesRouter.get('/actions/:id', async (req, res, next) => {
  // Another page may stand at an address of one word.
  if (!uuid.safeParse(req.params.id).success) return next('route')
  const action = await getReadableAction(req.user, req.params.id)
  const isPublic = await isPublished(action.id)
  const path = publishedActionPath(action)
  const clee = { name: action.clee.name, href: (await isCleeVisible(req.user, action.cleeId)) ? `/clees/${action.clee.slug}` : null }
  const content = contentOf(action, { withResults: canReadResults(req.user) })
  res.render('action-pages/show', {
    title: action.title,
    description: beginningOf(content.text),
    ...(isPublic && { canonical: new URL(path, config.publicUrl).href, feed: '/agenda.atom' }),
    action: content,
    clee,
    origin: await findOrigin(req.user, action),
    buttons: buttonsOf(req.user, action),
    calendar: isPublic ? `${path}/agenda.ics` : null,
    isPublic,
    breadcrumb: breadcrumbOf(action, isPublic, clee),
  })
})
