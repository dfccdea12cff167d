import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { pool } from '../src/db.ts'
import { startJobs, type Job } from '../src/jobs/jobs.ts'
import { portalJobs } from '../src/jobs/schedule.ts'
import { signedIn } from './support/app.ts'
import { makeMission } from './support/factories.ts'
import { open } from './support/features.ts'
import { createDatabase, dropDatabase } from './support/database.ts'

let url: string
const running: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  url = await createDatabase('template0')
})
afterEach(() => Promise.all(running.splice(0).map((jobs) => jobs.stop())))
afterAll(() => dropDatabase(url))

/** An instance of the portal that does these jobs; half a second is the shortest wait. */
async function startInstance(jobs: Job[]) {
  const instance = await startJobs(url, jobs, { polling: 0.5, retryDelay: 1 })
  running.push(instance)
  return instance
}

async function query<Row extends object>(statement: string, values: unknown[] = [], on = url) {
  const client = new Client({ connectionString: on })
  await client.connect()
  const { rows } = await client.query<Row>(statement, values).finally(() => client.end())
  return rows
}

// It never comes of itself during a test.
const cron = '0 0 1 1 *'
const jobOf = (name: string, run: () => Promise<unknown>): Job => ({ name, label: name, cron, run, atStart: true })
const statesOf = async (name: string) => (await query<{ state: string }>('SELECT state::text FROM pgboss.job WHERE name = $1 ORDER BY created_on', [name])).map(({ state }) => state)
const eventually = { timeout: 20_000, interval: 100 }

describe('a job', () => {
  it('is done once when two instances start together, and is done by whoever is left', async () => {
    const done: string[] = []
    const by = (instance: string) => jobOf('once', async () => {
      await sleep(400)
      done.push(instance)
    })
    const [first] = await Promise.all([startInstance([by('first')]), startInstance([by('second')])])
    await expect.poll(() => done.length, eventually).toBe(1)
    await sleep(1_200)
    expect(done).toHaveLength(1)
    await first.stop()
    await startInstance([by('third')])
    await expect.poll(() => done.length, eventually).toBe(2)
  })

  it('that fails is tried again, later each time, and stays in the queue with its error', async () => {
    let tries = 0
    const failing = jobOf('failing', () => {
      tries += 1
      return Promise.reject(new Error('La base est en vacances'))
    })
    await startInstance([failing])
    await expect.poll(() => tries, eventually).toBeGreaterThanOrEqual(2)
    const [row] = await query<{ output: object; retry_limit: number; retry_backoff: boolean }>(`SELECT output, retry_limit, retry_backoff FROM pgboss.job WHERE name = 'failing'`)
    expect(JSON.stringify(row?.output)).toContain('La base est en vacances')
    expect(row).toMatchObject({ retry_limit: 5, retry_backoff: true })
  })

  it('under way is over before the portal stops', async () => {
    let isOver = false
    let isBegun = false
    const slow = jobOf('slow', async () => {
      isBegun = true
      await sleep(1_000)
      isOver = true
    })
    const instance = await startInstance([slow])
    await expect.poll(() => isBegun, eventually).toBe(true)
    await instance.stop()
    expect(isOver).toBe(true)
    expect(await statesOf('slow')).toEqual(['completed'])
  })

  it('goes on when the database comes back: the process has not ended', async () => {
    let done = 0
    await startInstance([jobOf('patient', () => Promise.resolve((done += 1)))])
    await expect.poll(() => done, eventually).toBe(1)
    const [administration, name] = [new URL(inject('databaseUrl')), new URL(url).pathname.slice(1)]
    administration.pathname = '/postgres'
    await query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`, [], administration.href)
    await query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name], administration.href)
    await sleep(1_500)
    await query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`, [], administration.href)
    await query(`INSERT INTO pgboss.job (name, policy) VALUES ('patient', 'exclusive')`)
    await expect.poll(() => done, eventually).toBe(2)
  })
})

describe('the jobs of the portal', () => {
  it('are on the queue with their hour of Paris; those of a version before are not asked for any more', async () => {
    const quiet = portalJobs.map((job) => ({ ...job, run: () => Promise.resolve() }))
    const old = await startInstance([jobOf('gone', () => Promise.resolve())])
    await old.stop()
    await startInstance(quiet)
    const schedules = await query<{ name: string; cron: string; timezone: string }>('SELECT name, cron, timezone FROM pgboss.schedule ORDER BY name')
    expect(schedules.map(({ name }) => name)).toEqual(portalJobs.map(({ name }) => name).toSorted())
    expect(new Set(schedules.map(({ timezone }) => timezone))).toEqual(new Set(['Europe/Paris']))
    expect(schedules.find(({ name }) => name === 'reminders')?.cron).toBe('0 7 * * 1')
    const policies = await query<{ policy: string }>('SELECT DISTINCT policy FROM pgboss.queue WHERE name = ANY($1)', [portalJobs.map(({ name }) => name)])
    expect(policies).toEqual([{ policy: 'exclusive' }])
    // What is done on Mondays is not done at each start.
    expect(await statesOf('reminders')).toEqual([])
  })

  it('that wait for a Monday when no instance ran are done late, once', async () => {
    const monday = portalJobs.filter(({ name }) => name === 'reminders').map((job) => ({ ...job, run: () => Promise.resolve() }))
    const before = await startInstance(monday)
    await before.stop()
    await query(`UPDATE pgboss.version SET cron_on = now() - interval '9 days'`)
    await query(`UPDATE pgboss.schedule SET created_on = now() - interval '1 year'`)
    await startInstance(monday)
    await expect.poll(() => statesOf('reminders'), { timeout: 25_000, interval: 500 }).toHaveLength(1)
  }, 40_000)

  it('are told to the mission: when each was done, and which fails', async () => {
    const official = await signedIn(await makeMission())
    expect(await open(official, '/administration')).toMatch(/Courriel hebdomadaire de rappels Pas encore fait/)
    const jobs = portalJobs.map((job) => ({ ...job, run: () => (job.name === 'agreements' ? Promise.reject(new Error('Non')) : Promise.resolve()) }))
    running.push(await startJobs(String(pool.options.connectionString), jobs, { polling: 0.5, retryDelay: 60 }))
    await expect.poll(async () => open(official, '/administration'), eventually).toMatch(/Une tâche de fond échoue Rappel des accords attendus sur les chartes : .* Début et fin des mandats Fait le/)
  })

  it('say what is missing when the database lets no schema be made', async () => {
    const own = await createDatabase('template0')
    const address = new URL(own)
    await query(`CREATE ROLE modeste LOGIN PASSWORD 'modeste'`, [], own)
    Object.assign(address, { username: 'modeste', password: 'modeste' })
    await expect(startJobs(address.href, [])).rejects.toThrow('GRANT CREATE ON DATABASE')
    await dropDatabase(own)
    await query('DROP ROLE modeste')
  })
})
