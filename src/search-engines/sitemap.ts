import { isoDay } from '../web/view-helpers.ts'
import { addressOf } from '../web/address.ts'
import { listedPages } from './pages.ts'
import { actionPages, charterPages, cleePages, listBassinPages, listEditorialPages, schoolPages, type Listed, type Part } from './queries.ts'

/** Addresses of a file at most (sitemaps.org). */
export const fileLimit = 50_000
const batch = 1_000

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' }
const xml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
const located = (element: string, { path, changedAt }: Listed) =>
  `<${element}><loc>${xml(addressOf(path))}</loc>${changedAt ? `<lastmod>${isoDay(changedAt)}</lastmod>` : ''}</${element}>\n`
const prologue = '<?xml version="1.0" encoding="UTF-8"?>\n'
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

async function listFewPages(): Promise<Listed[]> {
  const others = await Promise.all([listEditorialPages(listedPages), listBassinPages()])
  return [...listedPages.map((path) => ({ path, changedAt: null })), ...others.flat()]
}

const fewPages: Part = {
  count: async () => (await listFewPages()).length,
  list: async ({ skip, take }) => (await listFewPages()).slice(skip, skip + take),
}

const parts: Record<string, Part> = { pages: fewPages, clees: cleePages, chartes: charterPages, actions: actionPages, etablissements: schoolPages }

/** The part of a name; null for another one. */
export const partNamed = (name: string): Part | null => (Object.hasOwn(parts, name) ? (parts[name] ?? null) : null)

/** The address of each file of the plan of the site: as many a part as its pages need. */
export async function listFiles(limit = fileLimit): Promise<Listed[]> {
  const counts = await Promise.all(Object.entries(parts).map(async ([name, part]) => ({ name, files: Math.ceil((await part.count()) / limit) })))
  return counts.flatMap(({ name, files }) => Array.from({ length: files }, (_, index) => ({ path: `/sitemaps/${name}-${index + 1}.xml`, changedAt: null })))
}

/** The plan of the site: the list of its files. */
export async function sitemapIndex() {
  const files = await listFiles()
  return `${prologue}<sitemapindex ${namespace}>\n${files.map((file) => located('sitemap', file)).join('')}</sitemapindex>\n`
}

/** The pieces of one file, read batch by batch; `number` counts from 1. */
export async function* sitemapPieces(part: Part, number: number, limit = fileLimit): AsyncGenerator<string> {
  yield `${prologue}<urlset ${namespace}>\n`
  const start = (number - 1) * limit
  for (let done = 0; done < limit; done += batch) {
    const pages = await part.list({ skip: start + done, take: Math.min(batch, limit - done) })
    yield pages.map((page) => located('url', page)).join('')
    if (pages.length < batch) break
  }
  yield '</urlset>\n'
}
