import type { CollectionName } from './catalogue.ts'
import { catalogue } from './catalogue.ts'
import { attribution, license, type CollectionPage } from './envelopes.ts'
import { addressOf } from '../web/address.ts'
import { addressWith } from '../web/sorting.ts'
import { apiPath, documentationPath } from './paths.ts'
import type { Paging } from './schemas.ts'
import { instantOf } from './values.ts'

type Found<Item> = { total: number; changedAt: Date | null; items: Item[] }

/** The address of each page of a list around one; null where there is none. */
export function pagesAround(name: CollectionName, filters: Record<string, string | undefined>, { page, limit }: Paging, total: number) {
  const last = Math.max(1, Math.ceil(total / limit))
  const kept = Object.fromEntries(Object.entries(filters).map(([key, value]) => [key, value ?? '']))
  const at = (number: number) => addressOf(addressWith(`${apiPath}/${name}`, { ...kept, page: String(number), limit: String(limit) }))
  return { first: at(1), previous: page > 1 ? at(Math.min(page - 1, last)) : null, next: page < last ? at(page + 1) : null, last: at(last) }
}

/** A page of a collection as it is sent. */
export const pageOf = <Item>({ total, changedAt, items }: Found<Item>, { page, limit }: Paging, { previous, next }: ReturnType<typeof pagesAround>): CollectionPage<Item> => ({
  license, attribution, updated_at: changedAt && instantOf(changedAt), total, page, limit, previous, next, data: items,
})

/** The feeds of the agenda, which are open data too. */
export const feeds = [
  { title: 'Agenda, iCalendar', type: 'text/calendar', path: '/agenda.ics' },
  { title: 'Agenda, Atom', type: 'application/atom+xml', path: '/agenda.atom' },
]

/** What stands at the root. */
export const rootOf = () => ({
  title: `Données ouvertes – ${attribution}`,
  license,
  attribution,
  documentation: addressOf(documentationPath),
  openapi: addressOf(`${apiPath}/openapi.json`),
  collections: Object.values(catalogue).map(({ name, title, hasPlaces }) => {
    const path = `${apiPath}/${name}`
    return { name, title, json: addressOf(path), csv: addressOf(`${path}.csv`), geojson: hasPlaces ? addressOf(`${path}.geojson`) : null, table_schema: addressOf(`${apiPath}/schemas/${name}.json`) }
  }),
  feeds: feeds.map(({ path, ...feed }) => ({ ...feed, url: addressOf(path) })),
})
