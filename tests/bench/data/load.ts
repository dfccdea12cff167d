import { Client } from 'pg'
import type { Row } from './network.ts'

/** Tables whose indexes and keys are put back once full: made at once they take a third of the time. */
const heavy = ['planned_actions', 'action_schools', 'action_partners', 'action_clees', 'action_indicators']

export async function connect(url: string) {
  const client = new Client({ connectionString: url, options: '-c timezone=UTC' })
  await client.connect()
  await client.query("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
  return client
}

/**
 * Writes rows by INSERT … SELECT from JSON rather than by COPY: as fast here (the search vector of each action, made by its
 * trigger, costs most), and arrays, dates and nulls need no escaping of ours.
 */
export async function insertRows(client: Client, table: string, rows: Row[]) {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0] ?? {}).map((name) => `"${name}"`).join(', ')
  await client.query(`INSERT INTO "${table}" (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1)`, [JSON.stringify(rows)])
}

type Statements = { drop: string; create: string }

// The primary keys stay: the rows that refer to them are checked against them.
const heavyPieces = `
  SELECT format('DROP INDEX %I', indexname) AS drop, indexdef AS create, 1 AS rank FROM pg_indexes
  WHERE schemaname = 'public' AND tablename = ANY($1) AND indexdef NOT LIKE 'CREATE UNIQUE%'
  UNION ALL
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), 2
  FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY($1)
  ORDER BY rank, 2`

/** Runs a load without the indexes and the foreign keys of the heavy tables, then makes these, which checks every row. */
export async function withoutHeavyIndexes(client: Client, load: () => Promise<void>) {
  const { rows } = await client.query<Statements>(heavyPieces, [heavy])
  for (const { drop } of rows) await client.query(drop)
  await load()
  const times: { piece: string; seconds: number }[] = []
  for (const { create } of rows) {
    const start = performance.now()
    await client.query(create)
    times.push({ piece: create, seconds: (performance.now() - start) / 1_000 })
  }
  return times
}

export const isEmpty = async (client: Client) => (await client.query('SELECT 1 FROM clees LIMIT 1')).rowCount === 0
