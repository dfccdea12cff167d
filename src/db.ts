import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, type QueryResultRow } from 'pg'
import { conflict } from './errors.ts'
import { Prisma, PrismaClient } from './generated/prisma/client.ts'

export type Tx = Prisma.TransactionClient

/** The pool that Prisma, the sessions and the throttles share. Set by connectDatabase. */
export let pool: Pool

/** The Prisma client. Set by connectDatabase. */
export let db: PrismaClient

/** Points the process at a database; connections open at the first query. Without the time limits a hung database would hang every page. */
export function connectDatabase(connectionString: string) {
  pool = new Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 2_000,
    query_timeout: 10_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    // Prisma's adapter reads and writes instants without their zone, taking it to be UTC.
    options: '-c timezone=UTC',
  })
  pool.on('error', () => {
    // An idle connection that the database closes is replaced at the next query.
  })
  db = new PrismaClient({ adapter: new PrismaPg(pool) })
}

export async function disconnectDatabase() {
  await db.$disconnect()
  if (!pool.ended) await pool.end()
}

/** Runs a write; a unique violation (two people at once, a double click) becomes a 409 with this sentence. */
export async function refuseDuplicate<T>(sentence: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw conflict(sentence)
    throw error
  }
}

/** The rows of a statement that each connection prepares once, under this name: for the few pages where a query through Prisma costs more than the rest. */
export async function readPrepared<Row extends QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name, text, values })
  return rows
}
