import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase, dropDatabase } from './support/database.ts'
import { connectTo, findFreePort, postmasterPid, runPortal, startPortal, stopPortal } from './support/portal.ts'
import type { Portal } from './support/portal.ts'

const secret = 'un secret assez long pour les essais du portail'
const directory = mkdtempSync(join(tmpdir(), 'portail-depart-'))
let variables: { PORT: string, DATA_DIR: string }

beforeAll(async () => {
  variables = { PORT: await findFreePort(), DATA_DIR: directory }
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('the embedded database', () => {
  let portal: Portal
  const start = async () => { portal = await startPortal(variables) }

  test('a first start killed in the middle of the demonstration leaves the next one to do it whole', async () => {
    const killed = runPortal(variables)
    await expect.poll(() => existsSync(join(directory, 'demonstration-en-cours')), { timeout: 120_000, interval: 20 }).toBe(true)
    await sleep(500)
    killed.process.kill('SIGKILL')
    await killed.exited
    await start()
    const client = await connectTo(directory)
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM clees')
    await client.end()
    expect(rows[0]?.count).toBe('12')
    expect(existsSync(join(directory, 'demonstration-en-cours'))).toBe(false)
    await stopPortal(portal)
  }, 240_000)

  test('a start prepares everything, says where the portal is and who may sign in', async () => {
    await start()
    expect(portal.output()).toMatch(new RegExp(`^Portail prêt : http://localhost:${variables.PORT}$`, 'm'))
    expect(portal.output()).toContain('mission@exemple.fr')
    const answer = await fetch(`http://127.0.0.1:${variables.PORT}/healthz`)
    expect(answer.status).toBe(200)
  }, 180_000)

  test('SIGTERM lets the request in flight finish, then stops the database', async () => {
    const client = connect(Number(variables.PORT), '127.0.0.1')
    const body = 'email=personne%40exemple.fr&password=inconnu'
    client.write(`POST /connexion HTTP/1.1\r\nHost: localhost:${variables.PORT}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`)
    await sleep(300)
    portal.process.kill('SIGTERM')
    await sleep(500)
    client.write(body.slice(10))
    const [answer] = await once(client.setEncoding('utf8'), 'data') as [string]
    expect(answer).toMatch(/^HTTP\/1\.1 [234]\d\d /)
    expect(await portal.exited).toBe(0)
    expect(existsSync(join(directory, 'postgres/postmaster.pid'))).toBe(false)
  })

  test.skipIf(spawnSync('pgrep', ['-V']).error !== undefined)('what renders the documents ends with the portal, even killed', async () => {
    await start()
    const renderers = () => spawnSync('pgrep', ['-P', String(portal.process.pid), '-f', 'documents/worker']).stdout.toString().trim().split('\n').filter(Boolean).map(Number)
    const isAlive = (pid: number) => spawnSync('kill', ['-0', String(pid)]).status === 0
    await expect.poll(() => renderers().length, { timeout: 60_000 }).toBe(1)
    const [killed] = renderers() as [number]
    portal.process.kill('SIGKILL')
    await portal.exited
    await expect.poll(() => isAlive(killed), { timeout: 30_000 }).toBe(false)
    await start()
    await expect.poll(() => renderers().length, { timeout: 60_000 }).toBe(1)
    const [stopped] = renderers() as [number]
    expect(await stopPortal(portal)).toBe(0)
    expect(isAlive(stopped)).toBe(false)
  })

  test('rows committed before kill -9 of server and database are all there', async () => {
    await start()
    const keys = await insertUntilKilled(portal)
    await start()
    const client = await connectTo(directory)
    const { rows } = await client.query<{ key: string }>("SELECT key FROM throttles WHERE key LIKE 'essai-%'")
    await client.end()
    expect(rows.map((row) => row.key)).toEqual(expect.arrayContaining(keys))
    expect(keys.length).toBeGreaterThan(20)
  })

  test('a database killed alone is started again under the running portal', async () => {
    process.kill(postmasterPid(directory), 'SIGKILL')
    await expect.poll(isReady, { timeout: 60_000, interval: 200 }).toBe(true)
  })

  test('a second portal on the same folder shares the database; the last one out stops it', async () => {
    const other = await startPortal({ ...variables, PORT: await findFreePort() })
    expect(await stopPortal(portal)).toBe(0)
    expect(existsSync(join(directory, 'postgres/postmaster.pid'))).toBe(true)
    expect(await stopPortal(other, 'SIGINT')).toBe(0)
    expect(existsSync(join(directory, 'postgres/postmaster.pid'))).toBe(false)
  })

  const isReady = () => fetch(`http://127.0.0.1:${variables.PORT}/readyz`).then((answer) => answer.ok, () => false)
})

/** Inserts rows until both processes are killed in the middle; gives those that were acknowledged. */
async function insertUntilKilled(portal: Portal) {
  const client = await connectTo(directory)
  const keys: string[] = []
  setTimeout(() => {
    portal.process.kill('SIGKILL')
    process.kill(postmasterPid(directory), 'SIGKILL')
  }, 500)
  for (let isAlive = true; isAlive;) {
    const key = `essai-${keys.length}`
    isAlive = await client.query('INSERT INTO throttles (key) VALUES ($1)', [key]).then(() => keys.push(key) > 0, () => false)
    await sleep(1)
  }
  await portal.exited
  return keys
}

describe('what keeps the portal from starting is said in one sentence', () => {
  const unreachable = 'postgresql://portail:secret@127.0.0.1:1/portail'
  const file = join(directory, 'fichier')
  const cases: [string, Record<string, string>, RegExp][] = [
    ['a wrong variable', { PORT: 'abc' }, /PORT doit être un nombre entier/],
    ['an unreachable database', { DATABASE_URL: unreachable, SESSION_SECRET: secret }, /ne répond pas/],
    ['no session secret', { DATABASE_URL: unreachable }, /SESSION_SECRET manque/],
    ['a data folder that can’t be written', { DATA_DIR: join(file, 'donnees') }, /ne peut pas écrire/],
  ]

  test.each(cases)('%s', async (_name, wrong, sentence) => {
    writeFileSync(file, '')
    await expectRefusal(runPortal({ ...variables, ...wrong }), sentence)
  })

  test('a busy port', async () => {
    const occupant = createServer().listen(0, '127.0.0.1')
    await once(occupant, 'listening')
    const { port } = occupant.address() as { port: number }
    await expectRefusal(runPortal({ ...variables, PORT: String(port) }), /est déjà occupé/)
    occupant.close()
  })

  test('a refused password', async () => {
    const url = new URL(await createDatabase())
    url.password = 'faux'
    await expectRefusal(runPortal({ ...variables, DATABASE_URL: url.href, SESSION_SECRET: secret }), /refuse l’utilisateur ou le mot de passe/)
  })

  async function expectRefusal(portal: Portal, sentence: RegExp) {
    expect(await portal.exited).toBe(1)
    expect(portal.errors()).toMatch(sentence)
    expect(portal.errors().trim().split('\n')).toHaveLength(1)
  }
})

describe('DATABASE_URL', () => {
  test('two instances start together on an empty database, which is migrated once and not seeded', async () => {
    const url = await createDatabase('template0')
    const shared = { DATA_DIR: directory, DATABASE_URL: url, SESSION_SECRET: secret }
    const portals = await Promise.all([1, 2].map(async () => startPortal({ ...shared, PORT: await findFreePort() })))
    const client = new Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('SELECT count(*)::int AS migrations, (SELECT count(*)::int FROM users) AS users FROM _prisma_migrations WHERE finished_at IS NOT NULL GROUP BY migration_name')
    await client.end()
    expect(rows.every((row) => row.migrations === 1 && row.users === 0)).toBe(true)
    expect(await Promise.all(portals.map((portal) => stopPortal(portal)))).toEqual([0, 0])
    await dropDatabase(url)
  }, 180_000)
})
