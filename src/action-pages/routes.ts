import { Router } from 'express'
import { actionPath, publishedActionPath, reusePath } from '../actions/paths.ts'
import { canReuse, findOrigin, listRepetitions } from '../actions/reuse.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { notFound } from '../errors.ts'
import { eventOf } from '../structured-data/schema-org.ts'
import { beginningOf } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { contentOf } from './content.ts'
import { canOpenSheet, canReadResults } from './policy.ts'
import { getReadableAction, isCleeVisible, isPublished, type ActionPage } from './queries.ts'
import { addressOf } from '../web/address.ts'

/** Public: the page of an action, for those who may read it. */
export const actionPagesRouter = Router()

async function buttonsOf(user: CurrentUser | undefined, action: ActionPage) {
  return [
    ...(canOpenSheet(user, action.clee) ? [{ label: 'Voir la fiche', href: actionPath(action.clee, action), icon: 'fr-icon-file-text-line', kind: 'secondary' }] : []),
    ...((await canReuse(user)) ? [{ label: 'Reprendre cette action', href: reusePath(action), icon: 'fr-icon-recycle-line' }] : []),
  ]
}

// What an action was called may say what its CLEE has not shown.
async function readableOrigin(user: CurrentUser | undefined, action: ActionPage) {
  const origin = await findOrigin(user, action)
  return origin?.href ? origin : null
}

type Link = { name: string; href: string | null }

const breadcrumbOf = ({ title }: ActionPage, isPublic: boolean, clee: Link) =>
  [...(isPublic ? [{ href: '/agenda', label: 'Agenda' }] : clee.href ? [{ href: clee.href, label: clee.name }] : []), { href: '', label: title }]

actionPagesRouter.get('/actions/:id', async (req, res, next) => {
  // The search of the network and its file, which only accounts open, stand at such addresses too.
  if (/^recherche(\.csv)?$/i.test(req.params.id)) return next('route')
  if (!uuid.safeParse(req.params.id).success) throw notFound('Cette action n’existe pas, ou n’est plus publique. L’agenda montre celles qui sont annoncées.')
  const action = await getReadableAction(req.user, req.params.id)
  const isPublic = await isPublished(action.id)
  const path = publishedActionPath(action)
  const clee = { name: action.clee.name, href: (await isCleeVisible(req.user, action.cleeId)) ? `/clees/${action.clee.slug}` : null }
  const content = contentOf(action, { withResults: canReadResults(req.user) })
  res.render('action-pages/show', {
    title: action.title,
    description: beginningOf(content.text),
    isPrivate: !isPublic,
    structuredData: eventOf(action),
    ...(isPublic && { canonical: addressOf(path), feed: '/agenda.atom' }),
    action: content,
    clee,
    origin: await readableOrigin(req.user, action),
    repetitions: await listRepetitions(req.user, action.id),
    buttons: await buttonsOf(req.user, action),
    calendar: isPublic && !content.isOff ? `${path}/agenda.ics` : null,
    isPublic,
    breadcrumb: breadcrumbOf(action, isPublic, clee),
  })
})
