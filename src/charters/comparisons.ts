import { createHash } from 'node:crypto'
import { compareVersions, type ArticleChange, type Written } from './comparison.ts'

/** Comparisons that are kept, the oldest use first: those that many people ask for at the same time. */
const maxEntries = 30
const entries = new Map<string, Promise<ArticleChange[]>>()

const written = ({ key, position, title, body, axes, priorities }: Written) => [key, position, title, body, axes, priorities]
const printOf = (before: Written[], after: Written[]) => createHash('sha256').update(JSON.stringify([before.map(written), after.map(written)])).digest('base64url')

/** What changed from one version to another, computed once for all who ask while both stay as they are. */
export function keptComparison(before: Written[], after: Written[]): Promise<ArticleChange[]> {
  const print = printOf(before, after)
  const changes = entries.get(print) ?? compareVersions(before, after)
  entries.delete(print)
  entries.set(print, changes)
  for (const oldest of entries.keys()) if (entries.size > maxEntries) entries.delete(oldest)
  changes.catch(() => entries.delete(print))
  return changes
}
