import { setImmediate } from 'node:timers/promises'
import type { Article } from '../generated/prisma/client.ts'
import { compareTexts, type Piece } from './differences.ts'

type Written = Pick<Article, 'key' | 'position' | 'title' | 'body' | 'axes' | 'priorities'>
/** A part of an article that changed; `label` names it beside the text. */
type Part = { label: string; pieces: Piece[] }
export type ArticleChange = { key: string; position: number; title: string; kind: 'same' | 'changed' | 'added' | 'removed'; parts: Part[] }

const lines = (items: string[]) => items.map((item) => `– ${item}\n`).join('')

/** Axes are ticked or not: none is reworded. */
const compareChoices = (before: string[], after: string[]): Piece[] => [
  ...before.map((axis): Piece => ({ kind: after.includes(axis) ? 'same' : 'removed', text: `– ${axis}\n` })),
  ...after.filter((axis) => !before.includes(axis)).map((axis): Piece => ({ kind: 'added', text: `– ${axis}\n` })),
]

const nothing: Omit<Written, 'key' | 'position'> = { title: '', body: '', axes: [], priorities: [] }

/** The parts of an article that are not as they were; those of an article that came or went are all its own. */
function changedParts(before: typeof nothing, after: typeof nothing, isNew: boolean): Part[] {
  const parts: Part[] = [
    { label: 'Titre', pieces: isNew ? [] : compareTexts(before.title, after.title) },
    { label: '', pieces: compareTexts(before.body, after.body) },
    { label: 'Axes retenus', pieces: compareChoices(before.axes, after.axes) },
    { label: 'Priorités locales', pieces: compareTexts(lines(before.priorities), lines(after.priorities)) },
  ]
  return parts.filter(({ pieces }) => pieces.some(({ kind }) => kind !== 'same'))
}

function compareArticle(before: Written | undefined, after: Written | undefined): ArticleChange {
  const { key, position, title } = (after ?? before)!
  const parts = changedParts(before ?? nothing, after ?? nothing, !before || !after)
  return { key, position, title, kind: !before ? 'added' : !after ? 'removed' : parts.length > 0 ? 'changed' : 'same', parts }
}

/** What changed from one version to another, article by article, in the order of the later one; articles that it no longer has come last. */
export async function compareVersions(before: Written[], after: Written[]): Promise<ArticleChange[]> {
  const keys = new Set([...after, ...before].map(({ key }) => key))
  const changes: ArticleChange[] = []
  for (const key of keys) {
    const isIt = (article: Written) => article.key === key
    changes.push(compareArticle(before.find(isIt), after.find(isIt)))
    // Long articles rewritten from end to end take a while each: other requests pass between two.
    await setImmediate()
  }
  return changes
}
