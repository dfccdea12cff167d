import type { Page } from './page.ts'

/** A page, or the promise of one while it is being rendered; neither once it is known that this address is not kept. */
export type Entry = {
  /** What it depends on; null: every table. */
  tables: ReadonlySet<string> | null
  page: Page | null
  /** Gives null when what was rendered can't be shared. */
  rendering: Promise<Page | null> | null
  /** Whether its address had not been asked for in a while. */
  isFirst: boolean
  wasUsed: boolean
}

type Limits = { entries: number; bytes: number }

/** The pages by their address, within these limits: visitors choose what they search for. */
export type Store = { entries: Map<string, Entry>; bytes: number; limits: Limits }

export const makeStore = (limits: Limits): Store => ({ entries: new Map(), bytes: 0, limits })

/** A page with its address; the number of entries bounds those without a page. */
const sizeOf = (url: string, { page }: Entry) => (page ? url.length + page.bytes : 0)

function put(store: Store, url: string, entry: Entry) {
  store.entries.set(url, entry)
  store.bytes += sizeOf(url, entry)
}

export function drop(store: Store, url: string, entry: Entry) {
  if (store.entries.get(url) !== entry) return
  store.entries.delete(url)
  store.bytes -= sizeOf(url, entry)
}

const isWithin = ({ entries, bytes, limits }: Store) => entries.size <= limits.entries && bytes <= limits.bytes

// The oldest goes first; one that was asked for since its last turn gets another.
function makeRoom(store: Store) {
  for (const [url, entry] of store.entries) {
    if (isWithin(store)) return
    drop(store, url, entry)
    if (entry.wasUsed) put(store, url, entry)
    entry.wasUsed = false
  }
}

/** Takes the place of an address before anything is read of its data; nothing leaves for what is perhaps not kept. */
export const begin = put

/** Keeps what was rendered, unless its data changed meanwhile: its entry is then gone. Null: this address is not kept. */
export function keep(store: Store, url: string, entry: Entry, page: Page | null) {
  if (store.entries.get(url) !== entry) return
  drop(store, url, entry)
  Object.assign(entry, { page, rendering: null })
  put(store, url, entry)
  makeRoom(store)
}

/** Forgets the pages that depend on a table, or all of them (null): those being rendered too. */
export function forget(store: Store, table: string | null) {
  for (const [url, entry] of store.entries) if (table === null || !entry.tables || entry.tables.has(table)) drop(store, url, entry)
}
