import { config } from '../config.ts'
import { connectDatabase, disconnectDatabase } from '../db.ts'
import { startEmbeddedDatabase } from './embedded.ts'
import { applyMigrations } from './migrate.ts'
import { explainFailure } from './startup-error.ts'

export type OpenDatabase = { url: string, isEmbedded: boolean, close(): Promise<void> }

/** Opens the portal's database, the embedded one or DATABASE_URL's, up to date. Throws StartupError. */
export async function openDatabase(): Promise<OpenDatabase> {
  const embedded = config.databaseUrl ? null : await startEmbeddedDatabase(config.dataDirectory)
  const url = config.databaseUrl ?? embedded?.url ?? ''
  try {
    await applyMigrations(url)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  connectDatabase(url)
  return {
    url,
    isEmbedded: embedded !== null,
    async close() {
      await disconnectDatabase()
      await embedded?.stop()
    },
  }
}

/** Runs a command-line program on the portal's database; a failure is explained and ends it with status 1. */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    const database = await openDatabase()
    return await work().finally(() => database.close())
  } catch (error) {
    explainFailure(error)
    return process.exit(1)
  }
}
