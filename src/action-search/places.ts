import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { readPlace, type Cursor, type Place } from './cursor.ts'
import { countQuery, lookUpQuery, newestQuery, walkQuery, type Search } from './sql.ts'

/** Beyond this number the page says « plus de » : counting every answer to a common word would take longer than finding the first. */
const maxCounted = 1_000
/** How many actions are walked through, newest first, before the index is asked. */
const reach = 1_500
/** With so many answers among those a page is filled, and the index would be slow to list the others. */
const enough = 21
/** With so many, walking further fills the page: of several common words the index would read all that it knows. */
const [hopeful, further] = [5, 6_000]

/** How many answers there are, or the number that they are more than, and a page of them. */
export type Page = { count: number; isMore: boolean; places: Place[] }

const placesOf = (texts: string[]) => texts.flatMap((text) => readPlace(text) ?? [])

type Row = { count: number; places: string[]; hasOlder?: boolean }

async function countAndPage(query: Prisma.Sql) {
  const [{ count, places, hasOlder = false } = { count: 0, places: [] }] = await db.$queryRaw<Row[]>(query)
  return { count, hasOlder, places: placesOf(places) }
}

const list = async (query: Prisma.Sql) => placesOf((await db.$queryRaw<{ place: string }[]>(query)).map(({ place }) => place))
const lookUp = (search: Search, cursor: Cursor | null, limit: number) => list(lookUpQuery(search, cursor, limit))

async function listFrom(search: Search, cursor: Cursor, limit: number) {
  const near = await list(walkQuery(search, cursor, limit, reach))
  return near.length === limit ? near : lookUp(search, cursor, limit)
}

async function countNewest(search: Search, limit: number) {
  const newest = await countAndPage(newestQuery(search, limit, maxCounted + 1, reach))
  const isSettled = newest.count < hopeful || newest.count > enough || !newest.hasOlder
  return isSettled ? newest : countAndPage(newestQuery(search, limit, maxCounted + 1, further))
}

// Of so many, at least one is left out: « plus de » stays true.
const rounded = (count: number) => count - 1 - ((count - 1) % (count <= 100 ? 10 : 100))

/** Counts the answers and gives the places of a page from a cursor on, newest first, or oldest first before it. Of many answers only the newest are counted, in round figures. */
export async function findPage(search: Search, cursor: Cursor | null, limit: number): Promise<Page> {
  const newest = await countNewest(search, limit)
  const isMore = newest.hasOlder || newest.count > maxCounted
  if (!newest.hasOlder || newest.count > enough) return { count: isMore ? rounded(newest.count) : newest.count, isMore, places: cursor ? await listFrom(search, cursor, limit) : newest.places }
  const all = await countAndPage(countQuery(search, cursor, limit, maxCounted + 1))
  if (all.count <= maxCounted) return { ...all, isMore: false }
  return { count: maxCounted, isMore: true, places: await lookUp(search, cursor, limit) }
}

/** The places that follow, for a file that takes them all: of many, it walks along them once, however far. */
export const listPlacesAfter = (search: Search, { isMore }: Page, cursor: Cursor | null, limit: number) =>
  isMore ? list(walkQuery(search, cursor, limit, 100_000_000)) : lookUp(search, cursor, limit)
