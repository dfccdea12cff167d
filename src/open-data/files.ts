import { csvLines } from '../web/csv.ts'
import { cellsOf, type Column } from './columns.ts'
import { attribution, license } from './envelopes.ts'
import { instantOf } from './values.ts'

async function* rowsOf(columns: Column[], items: AsyncIterable<object>) {
  for await (const item of items) yield cellsOf(columns, item)
}

/** The pieces of the CSV of a collection. */
export const csvPieces = (columns: Column[], items: AsyncIterable<object>) => csvLines(columns.map(({ name }) => name), rowsOf(columns, items))

export type Placed = { position: { latitude: number; longitude: number } | null }

function featureOf<Item extends Placed>({ position, ...properties }: Item, key: string) {
  const geometry = position && { type: 'Point', coordinates: [position.longitude, position.latitude] }
  return { type: 'Feature', id: String(Object.getOwnPropertyDescriptor(properties, key)?.value), geometry, properties }
}

/** The pieces of the GeoJSON of a collection (RFC 7946); `key` names the field that identifies an item. */
export async function* geoJsonPieces<Item extends Placed>(items: AsyncIterable<Item>, key: string, changedAt: Date | null) {
  const about = { license, attribution, updated_at: changedAt && instantOf(changedAt) }
  yield `{"type":"FeatureCollection",${JSON.stringify(about).slice(1, -1)},"features":[`
  let separator = ''
  for await (const item of items) {
    yield `${separator}${JSON.stringify(featureOf(item, key))}`
    separator = ',\n'
  }
  yield ']}'
}
