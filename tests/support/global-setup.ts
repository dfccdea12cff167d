import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedDatabase } from '../../src/database/embedded.ts'
import { applyMigrations } from '../../src/database/migrate.ts'
import { prepareChromium } from './chromium.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
    chromium: { path: string; libraries: string }
  }
}

/** One PostgreSQL for the run, in a temporary folder; its migrated database is the template of the workers' ones. */
export default async function setup(project: TestProject) {
  const directory = mkdtempSync(join(tmpdir(), 'portail-tests-'))
  const server = await startEmbeddedDatabase(directory, { fsync: 'off', full_page_writes: 'off', max_connections: '200' })
  const chromium = await prepareChromium()
  const tearDown = async () => {
    chromium.remove()
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await applyMigrations(server.url)
    await closeToConnections(server.url)
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('databaseUrl', server.url)
  project.provide('chromium', { path: chromium.path, libraries: chromium.libraries })
  return tearDown
}

/** A database with a connection can't be copied. */
async function closeToConnections(url: string) {
  const administration = new URL(url)
  const name = administration.pathname.slice(1)
  administration.pathname = '/postgres'
  const client = new Client({ connectionString: administration.href })
  await client.connect()
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
  await client.end()
}
