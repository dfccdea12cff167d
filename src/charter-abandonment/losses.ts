import type { FullCharter } from '../charters/queries.ts'
import { isSameText } from '../charters/template.ts'
import { db, type Tx } from '../db.ts'
import type { Article } from '../generated/prisma/client.ts'
import { printOf } from '../seen.ts'

type Last = { name: string; at: Date }
/** What goes with a draft, compared with the charter in force. */
export type Losses = { articles: Article[]; commentCount: number; last: Last | null; print: string }

/** Who wrote last in the draft itself: its articles were copied with the names of those who wrote the earlier version. */
function lastOf(articles: Article[], earlier: Article[]): Last | null {
  const revisions = new Map(earlier.map(({ key, revision }) => [key, revision]))
  const [last] = articles.filter(({ key, revision }) => revision !== revisions.get(key)).toSorted((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime())
  return last?.updatedByName ? { name: last.updatedByName, at: last.updatedAt } : null
}

/** What abandoning a draft would lose, with the print by which a page says that it showed just that. */
export async function readLosses(draft: FullCharter, inForce: FullCharter, tx: Tx | typeof db = db): Promise<Losses> {
  const [articles, comments] = await Promise.all([
    tx.article.findMany({ where: { charterId: draft.id }, orderBy: { position: 'asc' } }),
    tx.charterComment.findMany({ where: { charterId: draft.id }, orderBy: { id: 'asc' }, select: { id: true } }),
  ])
  const changed = articles.filter((article) => !isSameText(inForce.articles.filter(({ key }) => key === article.key), [article]))
  const gone = inForce.articles.filter(({ key }) => !articles.some((article) => article.key === key))
  const print = printOf({ draft: draft.id, articles: articles.map(({ key, revision }) => [key, revision]), comments })
  return { articles: [...changed, ...gone], commentCount: comments.length, last: lastOf(articles, inForce.articles), print }
}
