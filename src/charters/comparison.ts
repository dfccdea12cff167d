import { setImmediate } from 'node:timers/promises'
import type { Article } from '../generated/prisma/client.ts'
import { comparing, type Compare, type Comparison, type Piece } from './differences.ts'

export type Written = Pick<Article, 'key' | 'position' | 'title' | 'body' | 'axes' | 'priorities'>
/** A part of an article that changed; `label` names it beside the text. */
type Part = { label: string } & Comparison
export type ArticleChange = { key: string; position: number; title: string; kind: 'same' | 'changed' | 'added' | 'removed'; parts: Part[] }

const lines = (items: string[]) => items.map((item) => `– ${item}\n`).join('')

/** Axes are ticked or not: none is reworded. */
const compareChoices = (before: string[], after: string[]): Comparison => ({ isWhole: false, pieces: [
  ...before.map((axis): Piece => ({ kind: after.includes(axis) ? 'same' : 'removed', text: `– ${axis}\n` })),
  ...after.filter((axis) => !before.includes(axis)).map((axis): Piece => ({ kind: 'added', text: `– ${axis}\n` })),
] })

const nothing: Omit<Written, 'key' | 'position'> = { title: '', body: '', axes: [], priorities: [] }

/** The parts of an article that are not as they were; those of an article that came or went are all its own. */
function changedParts(before: typeof nothing, after: typeof nothing, isNew: boolean, compare: Compare): Part[] {
  const parts: Part[] = [
    { label: 'Titre', ...(isNew ? compare('', '') : compare(before.title, after.title)) },
    { label: '', ...compare(before.body, after.body) },
    { label: 'Axes retenus', ...compareChoices(before.axes, after.axes) },
    { label: 'Priorités locales', ...compare(lines(before.priorities), lines(after.priorities)) },
  ]
  return parts.filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'same'))
}

function compareArticle(before: Written | undefined, after: Written | undefined, compare: Compare): ArticleChange {
  const { key, position, title } = (after ?? before)!
  const parts = changedParts(before ?? nothing, after ?? nothing, !before || !after, compare)
  return { key, position, title, kind: !before ? 'added' : !after ? 'removed' : parts.length > 0 ? 'changed' : 'same', parts }
}

/** What changed from one version to another, article by article, in the order of the later one; articles that it no longer has come last. */
export async function compareVersions(before: Written[], after: Written[]): Promise<ArticleChange[]> {
  const keys = new Set([...after, ...before].map(({ key }) => key))
  const changes: ArticleChange[] = []
  const compare = comparing()
  for (const key of keys) {
    const isIt = (article: Written) => article.key === key
    changes.push(compareArticle(before.find(isIt), after.find(isIt), compare))
    // Long articles rewritten from end to end take a while each: other requests pass between two.
    await setImmediate()
  }
  return changes
}
