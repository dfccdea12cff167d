import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import supertest from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { config } from '../src/config.ts'
import { connectDatabase, pool } from '../src/db.ts'
import { makeHead, password } from './support/factories.ts'

/** What stands between the portal and PostgreSQL: lets through, hangs, or is away. */
function makeLine(target: URL) {
  const sockets = new Set<Socket>()
  let server: Server
  let isMute = false
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (chunk) => isMute || to.write(chunk)).on('end', () => to.end())
    from.on('error', () => from.destroy()).on('close', () => sockets.delete(from))
  }
  const join = (client: Socket) => {
    const database = connect(Number(target.port), target.hostname)
    pass(client, database)
    pass(database, client)
  }
  return {
    mute: () => { isMute = true },
    async open(port = 0) {
      isMute = false
      server = createServer(join).listen(port, '127.0.0.1')
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

let line: ReturnType<typeof makeLine>
let port: number
let app: ReturnType<typeof createApp>
const direct: (typeof pool)[] = []

beforeAll(async () => {
  const url = new URL(String(pool.options.connectionString))
  line = makeLine(new URL(url))
  port = await line.open()
  direct.push(pool)
  url.host = `127.0.0.1:${port}`
  connectDatabase(url.href)
  app = createApp({ sessionSecret: 'un secret de quarante caractères au moins' })
})

afterAll(async () => {
  await Promise.all(direct.map((old) => old.end()))
})

let cookie: string
const get = (address: string, pair = '') => supertest(app).get(address).set('Cookie', pair)
const signIn = (email: string) => supertest(app).post('/connexion').set('Origin', config.publicUrl.origin).type('form').send({ email, password })

beforeEach(async () => {
  const answer = await signIn((await makeHead()).email).expect(303)
  cookie = (answer.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? ''
})

const wholeSite = () => [get('/'), get('/clees'), get('/clees?commune=35300&recherche=a'), get('/bassins/inconnu'), get('/', cookie), get('/tableau-de-bord', cookie), get('/declaration', cookie), signIn('personne@essai.test')]

async function expectAway() {
  for (const answer of await Promise.all(wholeSite())) {
    expect([answer.request.url, answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([answer.request.url, 503, '10', 'no-store'])
    expect(answer.text).toContain('momentanément indisponible')
    expect(answer.text).toMatch(/Référence à communiquer/)
    expect(answer.text).not.toMatch(/Prisma|ECONN|127\.0\.0\.1|P\d{4}|timeout/i)
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
}

async function expectProbes(ready: number) {
  const [alive, readiness] = await Promise.all([get('/healthz'), get('/readyz')])
  expect([alive.status, readiness.status]).toEqual([200, ready])
  if (ready === 503) expect(readiness.headers['retry-after']).toBe('10')
}

/** Back without a restart: the same session, the same pages. */
async function expectBack() {
  await expect.poll(() => get('/readyz').then(({ status }) => status), { timeout: 5_000 }).toBe(200)
  for (let time = 0; time < 12; time += 1) await get('/').expect(200)
  await get('/tableau-de-bord', cookie).expect(200)
  await signIn((await makeHead()).email).expect(303)
}

async function within<T>(milliseconds: number, work: () => Promise<T>) {
  const began = performance.now()
  await work()
  expect(performance.now() - began).toBeLessThan(milliseconds)
}

describe('the database', () => {
  test('away: every page says 503 and when to come back, quickly; then all works again by itself, nobody signed out', async () => {
    await expectProbes(200)
    await line.close()
    await within(6_000, expectAway)
    await within(3_000, () => expectProbes(503))
    await get('/mentions-legales').expect(200)
    await line.open(port)
    await expectBack()
  })

  test('restarted between two requests: the visitor notices nothing lasting', async () => {
    await Promise.all(Array.from({ length: 8 }, () => get('/').expect(200)))
    await line.close()
    await line.open(port)
    await expectBack()
  })

  test('hung: answers come within fifteen seconds, and all works again by itself', async () => {
    await Promise.all(Array.from({ length: 4 }, () => get('/').expect(200)))
    line.mute()
    await within(15_000, async () => {
      await Promise.all([expectAway(), expectProbes(503)])
    })
    await line.close()
    await line.open(port)
    await expectBack()
  }, 40_000)
})
