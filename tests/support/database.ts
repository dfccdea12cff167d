import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { inject } from 'vitest'
import { emptyingStatement } from '../../src/database/empty-tables.ts'
import { db } from '../../src/db.ts'

/** Makes a database of the current schema and gives its address; `template0` makes an empty one. */
export async function createDatabase(template?: 'template0'): Promise<string> {
  const migrated = new URL(inject('databaseUrl'))
  const name = `tests_${randomUUID().replaceAll('-', '')}`
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template ?? migrated.pathname.slice(1)}`)
  migrated.pathname = `/${name}`
  return migrated.href
}

export const dropDatabase = (url: string) => administer(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)

async function administer(statement: string) {
  const url = new URL(inject('databaseUrl'))
  url.pathname = '/postgres'
  const client = new Client({ connectionString: url.href })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

let emptying: string | undefined

/** Empties every table but the reference ones. */
export async function emptyDatabase() {
  emptying ??= await emptyingStatement()
  await db.$executeRawUnsafe(emptying)
}
