import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest'
import { startJobs, type Job } from '../src/jobs/jobs.ts'
import { createDatabase, dropDatabase } from './support/database.ts'

let url: string
const running: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  url = await createDatabase('template0')
})

const stopAll = () => Promise.all(running.splice(0).map((jobs) => jobs.stop()))
afterEach(stopAll)
afterAll(() => dropDatabase(url))

/** An instance of the portal that does these jobs; half a second is the shortest wait. */
async function startInstance(jobs: Job[]) {
  const instance = await startJobs(url, jobs, { polling: 0.5 })
  running.push(instance)
  return instance
}

const yearly = '0 0 1 1 *'

describe('the jobs of the portal', () => {
  it('are done once when two instances ask for them, and again by whoever is left', async () => {
    const done: string[] = []
    const job = (instance: string): Job => ({ name: 'once', cron: yearly, atStart: true, run: async () => {
      await sleep(300)
      done.push(instance)
    } })
    const [first] = await Promise.all([startInstance([job('first')]), startInstance([job('second')])])
    await expect.poll(() => done.length, { timeout: 8_000 }).toBe(1)
    await sleep(1_500)
    expect(done).toHaveLength(1)
    await first.stop()
  })
})
