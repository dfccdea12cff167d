import { joinList, plural } from '../web/view-helpers.ts'
import type { Losses } from './losses.ts'

/** What a draft held that the charter in force does not, in a sentence. */
export function lossSentence({ articles, commentCount }: Losses) {
  const comments = commentCount > 0 ? plural(commentCount, 'commentaire', 'commentaires') : ''
  if (articles.length === 0) return `Aucun article n’y différait de la version en vigueur${comments && `\u00a0; elle portait ${comments}`}.`
  const titles = joinList(articles.map(({ title }) => `«\u00a0${title}\u00a0»`))
  return `Elle modifiait ${plural(articles.length, 'article', 'articles')}\u00a0: ${titles}${comments && `\u00a0; elle portait ${comments}`}.`
}
