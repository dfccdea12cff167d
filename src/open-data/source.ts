import type { Paging } from './schemas.ts'

/** How a collection is read: `after` gives a batch of the rows that follow one, in the order of the list. */
export type Source<Filters, Where, Row, Item> = {
  /** Throws RefusedParameters when a filter names nothing. */
  whereOf: (filters: Filters) => Promise<Where>
  count: (where: Where) => Promise<number>
  changedAt: (where: Where) => Promise<Date | null>
  slice: (where: Where, bounds: { skip: number; take: number }) => Promise<Row[]>
  after: (where: Where, last: Row | null) => Promise<Row[]>
  present: (rows: Row[]) => Promise<Item[]>
}

/** Rows read at once where all are sent. */
export const batchSize = 200

async function* itemsOf<Filters, Where, Row, Item>(source: Source<Filters, Where, Row, Item>, where: Where): AsyncGenerator<Item> {
  let rows = await source.after(where, null)
  while (rows.length > 0) {
    yield* await source.present(rows)
    rows = rows.length < batchSize ? [] : await source.after(where, rows.at(-1) ?? null)
  }
}

/** A collection as its routes read it: a page, or all of it as it comes. */
export const readerOf = <Filters, Where, Row, Item>(source: Source<Filters, Where, Row, Item>) => ({
  page: async (filters: Filters, { page, limit }: Paging) => {
    const where = await source.whereOf(filters)
    const [total, changedAt, rows] = await Promise.all([source.count(where), source.changedAt(where), source.slice(where, { skip: (page - 1) * limit, take: limit })])
    return { total, changedAt, items: await source.present(rows) }
  },
  all: async (filters: Filters) => {
    const where = await source.whereOf(filters)
    return { changedAt: await source.changedAt(where), items: itemsOf(source, where) }
  },
})
export type Reader<Filters, Item> = {
  page: (filters: Filters, paging: Paging) => Promise<{ total: number; changedAt: Date | null; items: Item[] }>
  all: (filters: Filters) => Promise<{ changedAt: Date | null; items: AsyncIterable<Item> }>
}
