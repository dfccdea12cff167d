import { createServer, IncomingMessage, ServerResponse, type RequestListener } from 'node:http'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import supertest from 'supertest'
import { afterEach, expect, test, vi } from 'vitest'
import { pool } from '../src/db.ts'
import { withPageCache, type CachedApp } from '../src/page-cache/handler.ts'
import { makePage } from '../src/page-cache/page.ts'
import { makeBassin } from './support/factories.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** The cache in front of something that answers as a test wants. */
async function inFrontOf(app: RequestListener, limits?: { entries: number; bytes: number }) {
  const cached: CachedApp = withPageCache(app, { pool, sessionCookie: 'portail', ...(limits && { limits }) })
  stops.push(() => cached.stop())
  await vi.waitUntil(() => cached.isListening())
  return { cached, agent: supertest(createServer(cached)) }
}

const page = (res: ServerResponse, text: string) => res.writeHead(200, { 'Content-Type': 'text/html' }).end(text)

test('what was read before a change and rendered after it is not kept', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  let asked = 0
  const { cached, agent } = await inFrontOf(async (_req, res) => {
    asked += 1
    const text = `lecture ${asked === 1 ? 'ancienne' : 'nouvelle'}`
    if (asked === 1) await gate
    page(res, text)
  })
  const early = agent.get('/clees').then(({ text }) => text)
  await vi.waitUntil(() => asked === 1)
  await makeBassin()
  await vi.waitUntil(() => cached.figures().entries === 0)
  // Who asks after the change doesn't wait for who asked before it.
  expect((await agent.get('/clees')).text).toBe('lecture nouvelle')
  openGate()
  expect(await early).toBe('lecture ancienne')
  expect((await agent.get('/clees')).text).toBe('lecture nouvelle')
  expect(asked).toBe(2)
})

test('only what anybody may be given is kept', async () => {
  let asked = 0
  const answers: Record<string, (res: ServerResponse) => unknown> = {
    '/absente': (res) => res.writeHead(404).end('absente'),
    '/panne': (res) => res.writeHead(500).end('panne'),
    '/ailleurs': (res) => res.writeHead(302, { Location: '/' }).end(),
    '/secret': (res) => res.writeHead(200, { 'Cache-Control': 'no-store' }).end('secret'),
    '/a-soi': (res) => res.writeHead(200, { 'Cache-Control': 'private, no-cache' }).end('à soi'),
    '/cookie': (res) => res.writeHead(200, { 'Set-Cookie': 'portail=x' }).end('cookie'),
    '/varie': (res) => res.writeHead(200, { Vary: 'Accept' }).end('varie'),
  }
  const { agent, cached } = await inFrontOf((req, res) => {
    asked += 1
    answers[req.url ?? '']?.(res)
  })
  for (const path of Object.keys(answers)) {
    asked = 0
    const [first, second] = [await agent.get(path), await agent.get(path)]
    expect([path, asked, second.status, second.text]).toEqual([path, 2, first.status, first.text])
  }
  expect(cached.figures()).toMatchObject({ bytes: 0, hits: 0 })
  asked = 0
  for (const path of [`/${'a'.repeat(600)}`, '/assets/app.css', '/healthz']) await agent.get(path).timeout(300).catch(() => {})
  expect([asked, cached.figures().bytes]).toEqual([3, 0])
})

test('a long answer passes as it comes, whole', async () => {
  const piece = Buffer.alloc(700_000, 'é')
  const { agent, cached } = await inFrontOf(async (_req, res) => {
    for (let turn = 0; turn < 4; turn += 1) {
      res.write(piece)
      await sleep(1)
    }
    res.end('fin')
  })
  for (let turn = 0; turn < 2; turn += 1) {
    const { text } = await agent.get('/long').buffer(true)
    expect([Buffer.byteLength(text), text.slice(-3)]).toEqual([4 * piece.length + 3, 'fin'])
  }
  expect(cached.figures()).toMatchObject({ bytes: 0, renderings: 1 })
})

test('entries are bounded in number and in bytes; those that are asked for stay longest', async () => {
  const { agent, cached } = await inFrontOf((_req, res) => page(res, 'x'.repeat(10_000)), { entries: 5, bytes: 1_000_000 })
  await agent.get('/clees')
  for (let turn = 0; turn < 12; turn += 1) {
    for (let time = 0; time < 2; time += 1) await agent.get(`/clees?recherche=${turn}`)
    await agent.get('/clees')
  }
  expect(cached.figures()).toMatchObject({ entries: 5, renderings: 25, hits: 12 })
  const narrow = await inFrontOf((_req, res) => page(res, 'x'.repeat(10_000)), { entries: 500, bytes: 50_000 })
  for (let turn = 0; turn < 12; turn += 1) await narrow.agent.get(`/clees/${turn}`)
  expect(narrow.cached.figures().bytes).toBeLessThanOrEqual(50_000)
  expect(narrow.cached.figures().entries).toBeGreaterThan(0)
})

test('a search is kept from its second asking on, and those asked once push nothing out', async () => {
  const { agent, cached } = await inFrontOf((_req, res) => page(res, 'x'.repeat(10_000)), { entries: 5, bytes: 1_000_000 })
  for (const path of ['/', '/clees', '/agenda', '/bassins', '/carte']) await agent.get(path)
  for (let turn = 0; turn < 50; turn += 1) await agent.get(`/clees?recherche=${turn}`)
  const before = cached.figures()
  for (const path of ['/', '/clees', '/agenda', '/bassins', '/carte']) await agent.get(path)
  expect(cached.figures()).toEqual({ ...before, entries: 5, renderings: 55, hits: before.hits + 5 })
  for (let time = 0; time < 4; time += 1) await agent.get('/clees?recherche=pays')
  expect(cached.figures()).toMatchObject({ entries: 5, renderings: 58, hits: 6 })
})

test('a search that twenty ask at the same time is rendered once, and kept', async () => {
  let asked = 0
  const { agent, cached } = await inFrontOf(async (_req, res) => {
    asked += 1
    await sleep(100)
    page(res, 'résultats')
  })
  const answers = await Promise.all(Array.from({ length: 20 }, () => agent.get('/trouver?q=rennes')))
  expect([asked, new Set(answers.map(({ text }) => text)).size]).toEqual([1, 1])
  await agent.get('/trouver?q=rennes')
  expect([asked, cached.figures().entries]).toEqual([1, 1])
})

test('an address that its page doesn’t read, or that says something twice, is answered and not kept', async () => {
  const { agent, cached } = await inFrontOf((_req, res) => page(res, 'lue'))
  for (const query of ['z=1', 'q=a&q=b', 'q=a&utm_source=lettre', '__proto__=x', '%71=a', 'q[]=a', '&']) for (let time = 0; time < 3; time += 1) expect((await agent.get(`/clees?${query}`)).text).toBe('lue')
  expect(cached.figures()).toMatchObject({ entries: 0, bytes: 0, renderings: 0 })
})

test('what a page takes in memory is what is counted: its bytes in each encoding are no part of larger ones', async () => {
  const res = new ServerResponse(new IncomingMessage(new Socket())).setHeader('Content-Type', 'text/html')
  const { plain, brotli, gzip, bytes } = await makePage(res, Buffer.from(`Une page courte ${'é'.repeat(150)}`))
  const bodies = [plain, brotli, gzip].map((variant) => variant!.body)
  expect(bodies.map((body) => body.buffer.byteLength)).toEqual(bodies.map((body) => body.length))
  const headers = JSON.stringify([plain, brotli, gzip].map((variant) => [variant!.headers, variant!.unchangedHeaders]))
  expect(bytes).toBeGreaterThan(bodies.reduce((sum, { length }) => sum + length, headers.length))
})

test('a visitor who leaves before the end doesn’t stop the page of the others', async () => {
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  let asked = 0
  const { agent, cached } = await inFrontOf(async (_req, res) => {
    asked += 1
    await gate
    page(res, 'entière')
  })
  const leaving = agent.get('/clees').timeout(50).catch(() => 'parti')
  await vi.waitUntil(() => asked === 1)
  const staying = agent.get('/clees').then(({ text }) => text)
  expect(await leaving).toBe('parti')
  openGate()
  expect(await staying).toBe('entière')
  expect([asked, cached.figures().hits]).toEqual([1, 1])
})

test('what this process has just written is heard before a page from earlier could be sent', async () => {
  const { id } = await makeBassin('Avant')
  const { cached, agent } = await inFrontOf(async (_req, res) => page(res, (await pool.query<{ name: string }>('SELECT name FROM bassins WHERE id = $1', [id])).rows[0]?.name ?? ''))
  for (let turn = 0; turn < 20; turn += 1) {
    await agent.get('/bassins')
    await agent.get('/bassins')
    const { hits } = cached.figures()
    await pool.query('UPDATE bassins SET name = $2 WHERE id = $1', [id, `Nom ${turn}`])
    // Asked in the same turn of the event loop, before the socket that hears changes could be read.
    const req = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/bassins' })
    cached(req, new ServerResponse(req))
    expect(cached.figures().hits).toBe(hits)
    expect((await agent.get('/bassins')).text).toBe(`Nom ${turn}`)
  }
})
