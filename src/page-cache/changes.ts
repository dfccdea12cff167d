import { randomUUID } from 'node:crypto'
import { Client, type Pool } from 'pg'
import { log } from '../web/log.ts'

/** What the triggers of the migration page_changes speak on. */
const channel = 'portail_pages'
const proofPrefix = 'essai '
const delays = { patience: 2_000, retry: 1_000, pulse: 10_000 }

/** What is heard of the changes that processes commit: `hear` is given the name of a table, and null when the connection is lost, since anything may then change unheard. */
export type Changes = {
  pool: Pool
  hear: (table: string | null) => void
  /** The connection that listens; null while there is none. */
  client: Client | null
  /** Whether this process has used the database since it last made sure that it hears everything. */
  isBehind: boolean
  catching: Promise<void> | null
  isStopped: boolean
  stop(): Promise<void>
}

const close = (client: Client) => client.end().catch(() => {})

/** Through a pooler that shares connections between transactions, LISTEN succeeds and nothing is ever heard. */
async function proveHearing(client: Client) {
  const proof = `${proofPrefix}${randomUUID()}`
  let isHeard = false
  client.on('notification', ({ payload }) => { isHeard ||= payload === proof })
  await client.query('SELECT pg_notify($1, $2)', [channel, proof])
  if (!isHeard) throw new Error('LISTEN hears nothing on this connection')
}

async function listen(changes: Changes, client: Client) {
  client.on('notification', ({ payload = '' }) => { if (!payload.startsWith(proofPrefix)) changes.hear(payload) })
  await client.connect()
  await client.query(`LISTEN ${channel}`)
  await proveHearing(client)
}

async function connect(changes: Changes) {
  if (changes.isStopped || changes.pool.ended) return
  const client = new Client({ ...changes.pool.options, application_name: 'portail-pages', connectionTimeoutMillis: delays.patience, query_timeout: delays.patience, keepAlive: true })
  client.on('error', () => lose(changes, client)).on('end', () => lose(changes, client))
  try {
    await listen(changes, client)
    changes.client = client
  } catch (error) {
    log.warn({ error: error instanceof Error ? error.message : '' }, 'page cache out of use: changes are not heard, tried again later')
    retire(changes, client)
  }
}

function retire(changes: Changes, client: Client) {
  void close(client)
  setTimeout(() => void connect(changes), delays.retry).unref()
}

function lose(changes: Changes, client: Client | null) {
  if (!client || client !== changes.client) return
  changes.client = null
  changes.hear(null)
  if (changes.isStopped) return
  log.warn('page cache out of use: the connection that hears changes is lost')
  retire(changes, client)
}

/** Once the database has answered on this connection, all that was committed before the question has been heard. */
async function ask(changes: Changes) {
  const { client } = changes
  await client?.query('SELECT 1').catch(() => lose(changes, client))
}

function askAgain(changes: Changes): Promise<void> {
  const asked: Promise<void> = (changes.catching ?? Promise.resolve()).then(() => ask(changes)).then(() => {
    if (changes.catching === asked) changes.catching = null
  })
  changes.catching = asked
  return asked
}

/** Null when all that this process has committed is heard; else the promise of it. */
export function catchUp(changes: Changes): Promise<void> | null {
  if (!changes.isBehind || !changes.client) return changes.catching
  changes.isBehind = false
  return askAgain(changes)
}

/** Listens, on a connection of its own, to what changes in the database of a pool. */
export function hearChanges(pool: Pool, hear: Changes['hear']): Changes {
  const fallBehind = () => { changes.isBehind = true }
  const pulse = setInterval(() => changes.client && void askAgain(changes), delays.pulse).unref()
  const changes: Changes = {
    pool, hear, client: null, isBehind: false, catching: null, isStopped: false,
    async stop() {
      changes.isStopped = true
      clearInterval(pulse)
      pool.off('release', fallBehind)
      if (changes.client) await close(changes.client)
    },
  }
  pool.on('release', fallBehind)
  void connect(changes)
  return changes
}
