import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { giveNameConsent, withdrawNameConsent } from '../src/account/commands.ts'
import { createApp } from '../src/app.ts'
import { db } from '../src/db.ts'
import { app, signedIn, visitor } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeMission, makeUser } from './support/factories.ts'
import { open, submit } from './support/features.ts'

const secret = 'un secret de quarante caractères au moins'

/** How many pages were rendered for the cache while this ran. */
async function renderingsOf(act: () => Promise<unknown>) {
  const before = app.figures().renderings
  await act()
  return app.figures().renderings - before
}

/** The bytes as they come over the wire: supertest unpacks them. */
async function rawGet(path: string, encoding: string) {
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', path, headers: { 'Accept-Encoding': encoding } })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const body = await buffer(response)
  server.close()
  return { headers: response.headers, body }
}

beforeEach(() => vi.waitUntil(() => app.isListening()))
afterEach(() => {
  vi.useRealTimers()
})

describe('a page asked for without a session', () => {
  test('is rendered once, and sent again with the same bytes and all its headers', async () => {
    await makeBassin('Rennes')
    const answers: supertest.Response[] = []
    expect(await renderingsOf(async () => {
      for (let turn = 0; turn < 3; turn += 1) answers.push(await visitor().get('/bassins').expect(200))
    })).toBe(1)
    const [first, second] = answers
    const lasting = ({ headers }: supertest.Response) => ({ ...headers, date: '', connection: '' })
    expect(second?.text).toBe(first?.text)
    expect(lasting(second!)).toEqual(lasting(first!))
    expect(second?.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', vary: 'Accept-Encoding, Cookie' })
    expect(second?.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('has the same text in each encoding, and a strong tag of its own', async () => {
    const [brotli, gzip, plain] = await Promise.all((['gzip, deflate, br', 'gzip;q=0.8, br;q=0', 'identity'] as const).map((encoding) => rawGet('/bassins', encoding)))
    expect([brotli, gzip, plain].map((answer) => answer?.headers['content-encoding'])).toEqual(['br', 'gzip', undefined])
    expect(brotliDecompressSync(brotli!.body).equals(plain!.body)).toBe(true)
    expect(gunzipSync(gzip!.body).equals(plain!.body)).toBe(true)
    const tags = [brotli, gzip, plain].map((answer) => String(answer?.headers['etag']))
    expect(new Set(tags).size).toBe(3)
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/)
  })

  test('is not sent again to who has it, and answers HEAD', async () => {
    const { headers } = await visitor().get('/bassins')
    const unchanged = await visitor().get('/bassins').set('If-None-Match', `"autre", ${headers['etag']}`).expect(304)
    expect(unchanged.headers).toMatchObject({ etag: headers['etag'], 'cache-control': 'no-cache' })
    expect(unchanged.headers['content-length']).toBeUndefined()
    await visitor().get('/bassins').set('If-None-Match', '"autre"').expect(200)
    const head = await visitor().head('/bassins').set('Accept-Encoding', 'gzip, deflate').expect(200)
    expect([head.headers['etag'], head.headers['content-length'], head.text]).toEqual([headers['etag'], headers['content-length'], undefined])
  })

  test('is rendered once for twenty who ask at the same time', async () => {
    await makeClee('active')
    const texts: string[] = []
    expect(await renderingsOf(async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => visitor().get('/clees').expect(200)))
      texts.push(...answers.map(({ text }) => text))
    })).toBe(1)
    expect(new Set(texts).size).toBe(1)
  })

  test('is another one the next day, in Paris', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-08-31T21:59:00Z') })
    expect(await open(visitor(), '/')).toContain('2026-2027')
    vi.setSystemTime(new Date('2027-08-31T22:00:30Z'))
    expect(await open(visitor(), '/')).toContain('2027-2028')
  })
})

describe('what changes', () => {
  test('shows on the next page, in this process at once and in another one as soon as it is told', async () => {
    const mission = await signedIn(await makeMission())
    const elsewhere = createApp({ sessionSecret: secret })
    const other = supertest.agent(createServer(elsewhere))
    await vi.waitUntil(() => elsewhere.isListening())
    for (const agent of [visitor(), other]) expect(await open(agent, '/bassins')).not.toContain('Brocéliande')
    await submit(mission, '/administration/bassins', { name: 'Brocéliande', presentation: '' }).expect(303)
    expect(await open(visitor(), '/bassins')).toContain('Brocéliande')
    await vi.waitFor(async () => expect(await open(other, '/bassins')).toContain('Brocéliande'))
    await elsewhere.stop()
  })

  test('takes a name away as soon as its owner withdraws their consent', async () => {
    const { clee, head } = await makeClee('active')
    const [actor, path, name] = [await asActor(head), `/clees/${clee.slug}`, `${head.firstName} ${head.lastName}`]
    await withdrawNameConsent(actor)
    expect(await open(visitor(), path)).not.toContain(name)
    await giveNameConsent(actor)
    expect(await open(visitor(), path)).toContain(name)
    await withdrawNameConsent(actor)
    expect(await open(visitor(), path)).not.toContain(name)
  })

  test('is not what pages show when somebody signs in', async () => {
    const user = await makeUser('mission')
    // What is heard of that account while the page is rendered makes it rendered once more.
    await vi.waitUntil(async () => (await renderingsOf(() => visitor().get('/bassins'))) === 0)
    expect(await renderingsOf(async () => {
      await signedIn(user)
      await visitor().get('/bassins')
    })).toBe(0)
  })
})

describe('who is signed in', () => {
  test('is given pages of their own, which nobody else is given', async () => {
    const user = await makeMission()
    const before = await visitor().get('/bassins').expect(200)
    const agent = await signedIn(user)
    const own = await agent.get('/bassins').set('If-None-Match', String(before.headers['etag'])).expect(200)
    expect(own.headers).toMatchObject({ 'cache-control': 'no-store' })
    expect(own.headers['etag']).toBeUndefined()
    expect(own.text).toContain('Tableau de bord')
    await agent.get('/plan-du-site').expect(200)
    for (const path of ['/bassins', '/plan-du-site']) expect((await visitor().get(path)).text).not.toContain('Tableau de bord')
  })

  test('reads the flash of what they did, then is a visitor again once signed out', async () => {
    const agent = await signedIn(await makeMission())
    await submit(agent, '/administration/bassins', { name: 'Redon', presentation: '' }).expect(303)
    const page = await open(agent, '/administration/bassins')
    expect(page).toContain('Redon')
    await agent.post('/deconnexion').expect(303)
    const after = await agent.get('/').expect(200)
    expect(after.text).not.toContain('Tableau de bord')
    await agent.get('/tableau-de-bord').expect(302)
  })

  test('may be anybody who shows the cookie, however it is written; other cookies tell nobody', async () => {
    await visitor().get('/bassins')
    for (const cookie of ['portail=s%3Ainconnu.x', 'a=b; portail=', 'portail =x', 'portail']) {
      const answer = await visitor().get('/bassins').set('Cookie', cookie).expect(200)
      expect([cookie, answer.headers['etag']]).toEqual([cookie, undefined])
    }
    expect((await visitor().get('/bassins').set('Cookie', '_pk_id=1; theme=sombre')).headers['etag']).toBeDefined()
    for (const [name, value] of [['Authorization', 'Basic x'], ['Range', 'bytes=0-9']] as const) expect((await visitor().get('/bassins').set(name, value)).headers['etag']).toBeUndefined()
  })
})

describe('when changes are no longer heard', () => {
  test('nothing is kept nor sent from before, until they are again', async () => {
    await makeBassin('Rennes')
    await visitor().get('/bassins')
    await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'portail-pages' AND datname = current_database()`
    await vi.waitUntil(() => !app.isListening())
    expect(app.figures()).toMatchObject({ entries: 0, bytes: 0 })
    expect((await visitor().get('/bassins').expect(200)).headers['etag']).toBeUndefined()
    await vi.waitUntil(() => app.isListening(), { timeout: 5_000 })
    await makeBassin('Vitré')
    expect((await visitor().get('/bassins').expect(200)).headers['etag']).toBeDefined()
    expect(await open(visitor(), '/bassins')).toContain('Vitré')
  })
})
