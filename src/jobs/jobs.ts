import { setTimeout as sleep } from 'node:timers/promises'
import { PgBoss, type Queue } from 'pg-boss'
import { StartupError } from '../database/startup-error.ts'
import { log } from '../web/log.ts'

/**
 * Work that the passing time calls for; `label` names it to the mission. `cron` is in Paris time. `atStart`: done once too when an instance starts;
 * `isCaughtUp`: done late when no instance ran at its hour. It may be done twice: it must then change nothing more.
 */
export type Job = { name: string; label: string; cron: string; next?: string; run: () => Promise<unknown>; atStart?: boolean; isCaughtUp?: boolean }

const zone = 'Europe/Paris'
/** How often an instance looks for jobs, and how long after a failure the first new try comes. */
const paces = { polling: 30, retryDelay: 60 }
const patience = 10_000
/** How long the queue remembers what was done, or failed: longer than a week, for what is done on Mondays. */
const keptSeconds = 10 * 86_400

// `exclusive`: of what all instances ask for, one is waiting or under way. A process that dies in the middle stops its heartbeat, and another begins again.
const options = { retryLimit: 5, retryBackoff: true, retryDelayMax: 900, expireInSeconds: 900, heartbeatSeconds: 60, deleteAfterSeconds: keptSeconds } satisfies Partial<Queue>

// Prisma's message repeats the values of the query.
const nameOf = (error: unknown) => (error instanceof Error ? (error.name.startsWith('Prisma') ? error.name : `${error.name}: ${error.message}`) : 'unknown')

function connect(connectionString: string, polling: number) {
  const boss = new PgBoss({
    connectionString,
    application_name: 'portail-jobs',
    max: 2,
    connectionTimeoutMillis: 2_000,
    options: '-c timezone=UTC -c statement_timeout=60000',
    cronWorkerIntervalSeconds: Math.max(1, Math.round(polling / 3)),
    // A queue of ten jobs an hour is no matter for statistics.
    monitorVacuum: false,
  })
  // A database that goes away comes back: without a listener, an 'error' event ends the process.
  boss.on('error', (error) => log.warn({ error: nameOf(error) }, 'job queue out of reach, tried again later'))
  boss.on('warning', ({ message }) => log.warn({ message }, 'job queue'))
  return boss
}

/** Does it, and says in the log when it fails: it is tried again, later and later, then at its next hour. */
const attempt = ({ name, run }: Job) =>
  run().catch((error: unknown) => {
    log.error({ job: name, error: nameOf(error) }, 'job failed, tried again later')
    // What is thrown stays in the queue.
    throw new Error(nameOf(error))
  })

async function prepare(boss: PgBoss, { name, cron, isCaughtUp, atStart }: Job, retryDelay: number) {
  await boss.createQueue(name, { ...options, retryDelay, policy: 'exclusive' })
  await boss.updateQueue(name, { ...options, retryDelay })
  await boss.schedule(name, cron, null, { tz: zone, missed: isCaughtUp ? 'once' : 'skip' })
  if (atStart) await boss.send(name)
}

const noSchema = 'La base de données n’accorde pas le droit de créer le schéma « pgboss », où le portail tient ses tâches de fond : accordez-le une fois par « GRANT CREATE ON DATABASE … TO … », puis redémarrez.'

const refuseStart = (cause: { code?: string }): never => {
  throw cause.code === '42501' ? new StartupError(noSchema, { cause }) : cause
}

/** What a version of the portal that is gone had scheduled. */
async function forgetOthers(boss: PgBoss, jobs: Job[]) {
  const schedules = await boss.getSchedules()
  const gone = schedules.filter(({ name }) => !jobs.some((job) => job.name === name))
  for (const { name, key } of gone) await boss.unschedule(name, key)
}

/**
 * Starts the work behind the requests on the queue that all instances share, in the schema `pgboss` of the database, which
 * is made at the first start.
 */
export async function startJobs(url: string, jobs: Job[], { polling, retryDelay } = paces): Promise<{ stop(): Promise<void> }> {
  const boss = connect(url, polling)
  await boss.start().catch(refuseStart)
  await forgetOthers(boss, jobs)
  for (const job of jobs) {
    await prepare(boss, job, retryDelay)
    await boss.work(job.name, { pollingIntervalSeconds: polling }, () => attempt(job))
  }
  // A database that is away can't be told: what was under way is begun again by whoever finds it.
  return { stop: () => Promise.race([boss.stop({ timeout: patience }), sleep(patience + 2_000, undefined, { ref: false })]) }
}
