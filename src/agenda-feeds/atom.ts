import { Feed } from 'feed'
import { config } from '../config.ts'
import { upperFirst } from '../text.ts'
import { addressOf } from '../web/address.ts'
import { formatPeriod, withDe } from '../web/view-helpers.ts'
import type { FeedAction } from './queries.ts'
import { pageAddress, paragraphsOf, titleOf, typeLabel } from './texts.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// XML has no place for most control characters.
const html = (text: string) => text.replace(/[^\P{Cc}\n\t]/gu, '').replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

function contentOf(action: FeedAction) {
  const where = [upperFirst(formatPeriod(action.startsOn, action.endsOn ?? action.startsOn)), action.place].filter(Boolean).join(', ')
  return [where, ...paragraphsOf(action)].map((paragraph) => `<p>${html(paragraph).replaceAll('\n', '<br>')}</p>`).join('')
}

/** The actions announced or changed last as an Atom feed (RFC 4287). `changedAt`: when the newest was, or null without any. */
export function atomOf(actions: FeedAction[], changedAt: Date | null) {
  const feed = new Feed({
    id: addressOf('/agenda.atom'),
    title: `Actions des CLEE de l’académie ${withDe(config.academie)}`,
    description: 'Les actions que les comités locaux école-entreprise annoncent ou modifient.',
    updated: changedAt ?? new Date(0),
    link: addressOf('/agenda'),
    feed: addressOf('/agenda.atom'),
    generator: false,
  })
  for (const action of actions) {
    feed.addItem({
      title: html(titleOf(action)),
      id: `urn:uuid:${action.id}`,
      link: pageAddress(action),
      date: action.updatedAt,
      content: contentOf(action),
      author: [{ name: action.clee.name, link: addressOf(`/clees/${action.clee.slug}`) }],
      category: [{ name: html(typeLabel(action)), term: action.type }],
    })
  }
  return feed.atom1()
}
