import { setImmediate } from 'node:timers/promises'
import type { Article } from '../generated/prisma/client.ts'
import { joinList, plural } from '../web/view-helpers.ts'
import { comparing, type Compare, type Comparison, type Piece } from './differences.ts'

export type Written = Pick<Article, 'key' | 'position' | 'title' | 'body' | 'axes' | 'priorities'>
/** A part of an article that changed; `label` names it beside the text. */
type Part = { label: string } & Comparison
export type ArticleChange = { key: string; position: number; title: string; kind: 'same' | 'moved' | 'changed' | 'added' | 'removed'; movedFrom: number | null; parts: Part[] }

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

/** The keys of the articles that stayed in the same order: the longest such row; the others moved. */
function stayingKeys(before: Written[], after: Written[]) {
  const places = new Map(before.map(({ key }, index) => [key, index]))
  const rows: { place: number; keys: string[] }[] = []
  for (const { key } of after.filter((article) => places.has(article.key))) {
    const place = places.get(key)!
    const longest = rows.filter((row) => row.place < place).reduce<string[]>((best, { keys }) => (keys.length > best.length ? keys : best), [])
    rows.push({ place, keys: [...longest, key] })
  }
  return new Set(rows.reduce<string[]>((best, { keys }) => (keys.length > best.length ? keys : best), []))
}

function compareArticle(before: Written | undefined, after: Written | undefined, hasMoved: boolean, compare: Compare): ArticleChange {
  const { key, position, title } = (after ?? before)!
  const parts = changedParts(before ?? nothing, after ?? nothing, !before || !after, compare)
  const movedFrom = before && after && hasMoved ? before.position : null
  const kind = !before ? 'added' : !after ? 'removed' : parts.length > 0 ? 'changed' : movedFrom === null ? 'same' : 'moved'
  return { key, position, title, kind, movedFrom, parts }
}

/** What changed from one version to another, article by article, in the order of the later one; articles that it no longer has come last. */
export async function compareVersions(before: Written[], after: Written[]): Promise<ArticleChange[]> {
  const keys = new Set([...after, ...before].map(({ key }) => key))
  const staying = stayingKeys(before, after)
  const changes: ArticleChange[] = []
  const compare = comparing()
  for (const key of keys) {
    const isIt = (article: Written) => article.key === key
    changes.push(compareArticle(before.find(isIt), after.find(isIt), !staying.has(key), compare))
    // Long articles rewritten from end to end take a while each: other requests pass between two.
    await setImmediate()
  }
  return changes
}

const summaries = [['changed', 'modifié'], ['added', 'ajouté'], ['removed', 'retiré'], ['moved', 'déplacé']] as const

/** « 2 articles modifiés, 1 ajouté et 1 déplacé sur 15 »: of the two versions together; one that moved and was rewritten counts in both. */
export function changesSentence(changes: ArticleChange[]) {
  const counts = summaries
    .map(([kind, word]) => ({ word, count: changes.filter((change) => (kind === 'moved' ? change.movedFrom !== null : change.kind === kind)).length }))
    .filter(({ count }) => count > 0)
  if (counts.length === 0) return 'Aucun article modifié\u00a0: les deux textes sont les mêmes'
  const told = counts.map(({ word, count }, index) => (index === 0 ? plural(count, `article ${word}`, `articles ${word}s`) : plural(count, word, `${word}s`)))
  return `${joinList(told)} sur ${changes.length}`
}

/** Of versions written from two templates, which follows which; "" otherwise. */
export const templatesSentence = (before: Templated, after: Templated) =>
  before.templateVersion === after.templateVersion ? '' : `La version ${after.version} suit le modèle ${after.templateVersion}, la version ${before.version} le modèle ${before.templateVersion}.`
type Templated = { version: number; templateVersion: number }
