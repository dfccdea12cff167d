import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { Cursor, Place } from './cursor.ts'
import { beyondReachQuery, lookUpQuery, walkQuery, type Search } from './sql.ts'

/** Beyond this number the page says « plus de » : counting every answer to a common word would take longer than finding the first. */
const maxCounted = 1_000
/** How many actions are walked through, newest first, before the index is asked: that many cost what it does. */
const reach = 4_000
/** With so many answers among those, a page is filled and the others need not be found. */
const enough = 21

/** How many there are, or the number that they are more than. */
export type Count = { count: number; isMore: boolean }
export type Newest = Count & { places: Place[]; isSparse: boolean }

// A word that everybody used one year looks common to PostgreSQL, which would read the whole table for it.
const withoutFullScan = <Row>(query: Prisma.Sql): Promise<Row[]> =>
  db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`
    return tx.$queryRaw<Row[]>(query)
  })

const walk = (search: Search, cursor: Cursor | null, limit: number, length = reach) => db.$queryRaw<Place[]>(walkQuery(search, cursor, limit, length))
const lookUp = (search: Search, cursor: Cursor | null, limit: number) => withoutFullScan<Place>(lookUpQuery(search, cursor, limit))

const bounded = (found: number): Count => ({ count: Math.min(found, maxCounted), isMore: found > maxCounted })

// Of many answers only the newest are counted, in round figures, unless these were all.
async function countNear(search: Search, found: number): Promise<Count> {
  if (found > maxCounted) return bounded(found)
  const isMore = (await db.$queryRaw<unknown[]>(beyondReachQuery(search, reach))).length > 0
  return { count: isMore ? found - (found % (found < 100 ? 10 : 100)) : found, isMore }
}

/** The newest answers and how many there are: among the newest actions when many answer, by the index of words and filters otherwise. */
export async function findNewest(search: Search): Promise<Newest> {
  const near = await walk(search, null, maxCounted + 1)
  if (near.length >= enough) return { places: near, ...await countNear(search, near.length), isSparse: false }
  const all = await lookUp(search, null, maxCounted + 1)
  return { places: all, ...bounded(all.length), isSparse: true }
}

const isBeyond = ({ orderedOn, id, direction }: Cursor) => (place: Place) => {
  const difference = place.orderedOn === orderedOn ? (place.id < id ? -1 : Number(place.id > id)) : place.orderedOn < orderedOn ? -1 : 1
  return direction === 'after' ? difference < 0 : difference > 0
}

/** The places from a cursor on: newest first, or oldest first before it. */
export async function listPlaces(search: Search, newest: Newest, cursor: Cursor | null, limit: number): Promise<Place[]> {
  if (!cursor) return newest.places.slice(0, limit)
  if (newest.isSparse && !newest.isMore) {
    const beyond = newest.places.filter(isBeyond(cursor))
    return (cursor.direction === 'after' ? beyond : beyond.toReversed()).slice(0, limit)
  }
  const near = newest.isSparse ? [] : await walk(search, cursor, limit)
  return near.length === limit ? near : lookUp(search, cursor, limit)
}

/** The places that follow, for a file that takes them all: it walks along them once, however far. */
export const listPlacesAfter = (search: Search, { isSparse }: Newest, cursor: Cursor | null, limit: number) =>
  isSparse ? lookUp(search, cursor, limit) : walk(search, cursor, limit, 100_000_000)
