import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { prepareCluster, startServer, stopServer, urlOf } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { findRunningPort } from './postmaster.ts'
import { StartupError } from './startup-error.ts'

export type EmbeddedDatabase = { url: string, stop(): Promise<void> }

/** The connection by which a process says that it uses the server. */
type Seat = { client: Client, isLeaving: boolean }

const databaseName = 'portail'
const usersLock = 2016183
const patienceMilliseconds = 60_000

/**
 * Starts PostgreSQL on `dataDirectory`, or joins the one that already runs there (another portal, or one left behind
 * by a killed portal). `stop` leaves it, and stops it when nobody else uses it. Throws StartupError.
 */
export async function startEmbeddedDatabase(dataDirectory: string, settings: Record<string, string> = {}): Promise<EmbeddedDatabase> {
  const cluster = await prepareCluster(dataDirectory, settings)
  const seat: Seat = { client: await sitDown(cluster), isLeaving: false }
  keepSeat(cluster, seat)
  await createDatabase(seat.client)
  return {
    url: urlOf(cluster, seat.client.port, databaseName),
    stop: () => leave(cluster, seat),
  }
}

/** Joins or starts the server; tries again while a former one stops or recovers. */
async function sitDown(cluster: Cluster): Promise<Client> {
  const deadline = Date.now() + patienceMilliseconds
  for (;;) {
    try {
      return await connect(cluster, findRunningPort(cluster.directory) ?? await startServer(cluster))
    } catch (cause) {
      if (cause instanceof StartupError) throw cause
      if (Date.now() > deadline) throw new StartupError(`La base de données de ${cluster.directory} ne répond pas ; voyez ${cluster.log}.`, { cause })
    }
    await sleep(100)
  }
}

/** Every process that uses the server holds this shared lock, so that the last one out is known. */
async function connect(cluster: Cluster, port: number): Promise<Client> {
  const client = new Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {
    // Followed by « end », where keepSeat acts.
  })
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [usersLock])
    return client
  } catch (cause) {
    await client.end().catch(() => {})
    throw (cause as { code?: string }).code === '28P01' ? lostPassword(cluster, cause) : cause
  }
}

const lostPassword = ({ directory }: Cluster, cause: unknown) => new StartupError(
  `La base de données refuse le mot de passe gardé dans ${dirname(directory)}/postgres-password : remettez le fichier d’origine.`,
  { cause },
)

/** A server that dies while the portal works (out of memory, kill) is started again: nobody else would. */
function keepSeat(cluster: Cluster, seat: Seat) {
  seat.client.once('end', () => {
    if (!seat.isLeaving) void returnToSeat(cluster, seat)
  })
}

async function returnToSeat(cluster: Cluster, seat: Seat) {
  try {
    const client = await sitDown(cluster)
    if (seat.isLeaving) return await client.end()
    seat.client = client
    keepSeat(cluster, seat)
  } catch (error) {
    console.error(`La base de données embarquée s’est arrêtée et ne redémarre pas : ${(error as Error).message}`)
    await sleep(5_000, null, { ref: false })
    if (!seat.isLeaving) await returnToSeat(cluster, seat)
  }
}

async function createDatabase(client: Client) {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
  if (rowCount) return
  await client.query(`CREATE DATABASE ${databaseName}`).catch((error: { code?: string }) => {
    // Two portals that start together on a new folder both find it missing.
    if (error.code !== '42P04' && error.code !== '23505') throw error
  })
}

async function leave(cluster: Cluster, seat: Seat) {
  seat.isLeaving = true
  try {
    await seat.client.query('SELECT pg_advisory_unlock_shared($1)', [usersLock])
    const { rows } = await seat.client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [usersLock])
    if (rows[0]?.alone) await stopServer(cluster)
  } catch {
    // The server is already gone: nothing is left to stop.
  } finally {
    await seat.client.end().catch(() => {})
  }
}
