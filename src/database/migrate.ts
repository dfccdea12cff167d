import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { explainConnection } from './connection-sentences.ts'
import { withLock } from './lock.ts'
import { committedMark, scriptLock } from './migration-adapter.ts'
import { noFilter, openSchemaEngine, readMigrations, toMigrationList } from './schema-engine.ts'
import type { Migration } from './schema-engine.ts'
import { StartupError } from './startup-error.ts'

type AppliedMigration = { migration_name: string, checksum: string, finished_at: Date | null }

const migrationsLock = 2016184

/** Applies the migrations that are missing, one instance at a time; gives their names. Throws StartupError. */
export async function applyMigrations(url: string): Promise<string[]> {
  try {
    return await withLock(url, migrationsLock, (client) => applyMissing(client, url))
  } catch (error) {
    throw explainConnection(error, url)
  }
}

async function applyMissing(client: Client, url: string) {
  const applied = await hasHistory(client) ? await readApplied(client) : []
  const failed = applied.find(({ finished_at }) => finished_at === null)
  if (failed) throw failedBefore(failed.migration_name)
  const migrations = await readMigrations()
  // The engine is 4 MB of WebAssembly: a start that has nothing to migrate does without it.
  return migrations.every((migration) => isApplied(migration, applied)) ? [] : runEngine(migrations, url)
}

const failedBefore = (name: string) => new StartupError(
  `La migration « ${name} » a échoué lors d’un démarrage précédent et n’a rien changé : corrigez-en la cause, effacez sa ligne dans _prisma_migrations, puis redémarrez.`,
)

async function hasHistory(client: Client) {
  const { rows } = await client.query<{ present: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present")
  return rows[0]?.present ?? false
}

async function readApplied(client: Client): Promise<AppliedMigration[]> {
  await mendInterrupted(client)
  const applied = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return applied.rows
}

/** A process killed in a migration leaves a row that looks like a failure; a script is all in the database, or not at all. */
async function mendInterrupted(client: Client) {
  await client.query('SELECT pg_advisory_xact_lock($1)', [scriptLock])
  await client.query(
    `UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1, logs = NULL
     WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs = $1`,
    [committedMark],
  )
  await client.query('DELETE FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL')
}

function isApplied({ name, script }: Migration, applied: AppliedMigration[]) {
  const checksum = createHash('sha256').update(script).digest('hex')
  return applied.some((row) => row.migration_name === name && row.checksum === checksum)
}

async function runEngine(migrations: Migration[], url: string) {
  const engine = await openSchemaEngine(url)
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: toMigrationList(migrations), filters: noFilter })
    return appliedMigrationNames
  } catch (cause) {
    throw new StartupError(`La mise à jour de la structure de la base a échoué : ${summaryOf(cause)}`, { cause })
  }
}

const summaryOf = (cause: unknown) => (cause as Error).message.split('\n').map((line) => line.trim()).filter(Boolean).join(' ').slice(0, 600)
