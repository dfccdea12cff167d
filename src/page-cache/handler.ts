import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import { log } from '../web/log.ts'
import { watchFirstAsking } from './addresses.ts'
import { capture, release } from './capture.ts'
import { catchUp, hearChanges, type Changes } from './changes.ts'
import { canBeShared, conditionsOf, makePage, sendPage, type Page } from './page.ts'
import { isAnonymousReading, watchMidnight } from './requests.ts'
import { begin, drop, forget, keep, makeStore, type Entry, type Store } from './store.ts'
import { tablesOf } from './tables.ts'

const limits = { entries: 2_000, bytes: 64_000_000 }
const maxPageBytes = 1_000_000
const reportEvery = 60_000

type Options = { pool: Pool; sessionCookie: string; limits?: typeof limits }
type Cache = { app: RequestListener; store: Store; changes: Changes; isFirstAsking: (url: string) => boolean; hits: number; renderings: number }

export type CachedApp = RequestListener & {
  /** How many requests were answered from the cache and pages rendered for it since the start, and what it holds. */
  figures(): { hits: number; renderings: number; entries: number; bytes: number }
  /** Whether changes of the data are heard: pages are kept only then. */
  isListening(): boolean
  stop(): Promise<void>
}

function sendAsIs(res: ServerResponse, body: Buffer) {
  release(res)
  if (!res.hasHeader('Content-Length')) res.setHeader('Content-Length', body.length)
  res.end(body)
}

/** Asked for once, as most searches are: kept, it would take the place of what everybody reads. */
const isOneOff = ({ isFirst, wasUsed }: Entry) => isFirst && !wasUsed

/** Keeps what the app has answered and gives the response back its own ways of writing; what can't be shared leaves as it is, and gives null. */
async function settle({ store }: Cache, url: string, entry: Entry, res: ServerResponse, body: Buffer | null): Promise<Page | null> {
  if (body !== null && canBeShared(res)) {
    const page = await makePage(res, body)
    release(res)
    for (const name of res.getHeaderNames()) res.removeHeader(name)
    if (isOneOff(entry)) drop(store, url, entry)
    else keep(store, url, entry, page)
    return page
  }
  // A page that is nobody else's is no longer held back; an address that leads nowhere may lead somewhere tomorrow.
  if (res.statusCode === 200 && !isOneOff(entry)) keep(store, url, entry, null)
  else drop(store, url, entry)
  if (body !== null) sendAsIs(res, body)
  return null
}

/** Renders a page for who asks first, and for all who ask meanwhile. */
function render(cache: Cache, req: IncomingMessage, res: ServerResponse, url: string) {
  const conditions = conditionsOf(req)
  // Those who come next have others: the app must answer the whole page.
  delete req.headers['if-none-match']
  delete req.headers['if-modified-since']
  const entry: Entry = { tables: tablesOf(url.replace(/\?.*$/s, '')), page: null, rendering: null, isFirst: cache.isFirstAsking(url), wasUsed: false }
  const rendering = capture(res, maxPageBytes).then((body) => settle(cache, url, entry, res, body))
  entry.rendering = rendering
  begin(cache.store, url, entry)
  cache.renderings += 1
  cache.app(req, res)
  void rendering.then((page) => page && sendPage(req, res, page, conditions))
}

function send(cache: Cache, req: IncomingMessage, res: ServerResponse, page: Page) {
  cache.hits += 1
  sendPage(req, res, page, conditionsOf(req))
}

function answer(cache: Cache, req: IncomingMessage, res: ServerResponse, url: string) {
  const entry = cache.store.entries.get(url)
  if (!cache.changes.client || (!entry && req.method !== 'GET')) return cache.app(req, res)
  if (!entry) return render(cache, req, res, url)
  entry.wasUsed = true
  if (entry.page) return send(cache, req, res, entry.page)
  if (!entry.rendering) return cache.app(req, res)
  void entry.rendering.then((page) => (page ? send(cache, req, res, page) : cache.app(req, res)))
}

/** One line a minute rather than one a request, which would cost more than the answer. */
function reportHits(cache: Cache) {
  let reported = 0
  return setInterval(() => {
    const hits = cache.hits - reported
    reported = cache.hits
    if (hits > 0) log.info({ hits, entries: cache.store.entries.size, bytes: cache.store.bytes }, 'pages sent from the cache')
  }, reportEvery).unref()
}

/**
 * Stands in front of the whole portal: who has no session is given pages rendered once for all, until their data change.
 * Everybody else, and everybody while changes can't be heard, goes to the app untouched.
 */
export function withPageCache(app: RequestListener, { pool, sessionCookie, ...options }: Options): CachedApp {
  const store = makeStore(options.limits ?? limits)
  const cache: Cache = { app, store, changes: hearChanges(pool, (table) => forget(store, table)), isFirstAsking: watchFirstAsking(), hits: 0, renderings: 0 }
  const isNewDay = watchMidnight()
  const report = reportHits(cache)
  const listener: RequestListener = (req, res) => {
    if (!isAnonymousReading(req, sessionCookie)) return app(req, res)
    if (isNewDay()) forget(store, null)
    const url = req.url ?? ''
    // What this process has just written is heard before a page from earlier could be sent.
    const behind = store.entries.has(url) ? catchUp(cache.changes) : null
    if (behind) void behind.then(() => answer(cache, req, res, url))
    else answer(cache, req, res, url)
  }
  return Object.assign(listener, {
    figures: () => ({ hits: cache.hits, renderings: cache.renderings, entries: store.entries.size, bytes: store.bytes }),
    isListening: () => cache.changes.client !== null,
    stop() {
      clearInterval(report)
      return cache.changes.stop()
    },
  })
}
