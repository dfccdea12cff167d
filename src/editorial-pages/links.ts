import type { Application } from 'express'
import { publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'
import { isAllowedLink, type PageBlock, type PageSpan } from '../markdown.ts'
import { uuid } from '../web/fields.ts'
import { visiblePages } from './policy.ts'

/** Links of a page of which the existence is looked at; a page has far fewer. */
const limit = 100

const spansOf = (block: PageBlock): PageSpan[] => {
  if (block.kind === 'paragraph') return block.spans
  if (block.kind === 'list') return block.items.flat().flatMap(spansOf)
  return block.kind === 'table' ? block.rows.flat(2) : []
}

// A link that the portal does not make stays in the text, with its signs.
const written = /\]\(\s*([^\s)]{1,200})/g
const refusedLinks = (body: string) => [...body.matchAll(written)].flatMap(([, href = '']) => (isAllowedLink(href) ? [] : [href]))

function isReadable(path: string) {
  try {
    return decodeURIComponent(path) !== ''
  } catch {
    return false
  }
}

const isNamed = (pattern: RegExp, count: (name: string) => Promise<number>) => async (path: string) => {
  const name = pattern.exec(path)?.[1]
  return name === undefined || (await count(decodeURIComponent(name))) > 0
}

/** Whether what an address names exists, for those that say what they name. */
const lookups = [
  isNamed(/^\/pages\/([^/]+)$/, (slug) => db.editorialPage.count({ where: { AND: [{ slug }, visiblePages(undefined)] } })),
  isNamed(/^\/clees\/([^/]+)$/, (slug) => db.clee.count({ where: { AND: [{ slug }, publishedClees] } })),
  isNamed(/^\/bassins\/([^/]+)$/, (slug) => db.bassin.count({ where: { slug } })),
  isNamed(/^\/etablissements\/([^/]+)$/, (uai) => db.school.count({ where: { uai } })),
  isNamed(/^\/documents\/([^/]+)\/[^/]+$/, async (id) => (uuid.safeParse(id).success ? db.document.count({ where: { id, publishedAt: { not: null } } }) : 0)),
]

/** Whether the portal has something at this address, as far as its routes and these names tell. */
async function leadsSomewhere({ router }: Application, path: string) {
  if (!isReadable(path)) return false
  const isRoute = router.stack.some(({ handle }) => 'stack' in handle && Array.isArray(handle.stack) && handle.stack.some((layer) => layer.route && layer.match(path)))
  if (!isRoute) return false
  return (await Promise.all(lookups.map((exists) => exists(path)))).every(Boolean)
}

/** What the writer of a page is told of its links, before it is saved: those that stay text, those that lead nowhere. */
export async function linkNotices(app: Application, body: string, blocks: PageBlock[]): Promise<string[]> {
  const hrefs = blocks.flatMap(spansOf).flatMap((span) => ('href' in span && span.href?.startsWith('/') ? [span.href] : []))
  const paths = [...new Set(hrefs.map((href) => href.replace(/[?#].*$/s, '')))].slice(0, limit)
  const found = await Promise.all(paths.map((path) => leadsSomewhere(app, path)))
  const dead = paths.filter((_, index) => !found[index])
  return [
    ...new Set(refusedLinks(body).map((href) => `Lien refusé, laissé en texte\u00a0: «\u00a0${href}\u00a0». Un lien mène à une page du portail (/clees) ou à une adresse complète (https://…).`)),
    ...dead.map((path) => `Le lien «\u00a0${path}\u00a0» ne mène à aucune page publiée du portail.`),
  ]
}
