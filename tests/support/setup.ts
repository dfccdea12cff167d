import { afterAll, beforeAll } from 'vitest'
import { connectDatabase, disconnectDatabase } from '../../src/db.ts'
import { createDatabase, dropDatabase } from './database.ts'

let url: string

// Each test file has its own database: files run side by side, the tests of one file in turn.
beforeAll(async () => {
  url = await createDatabase()
  connectDatabase(url)
})

afterAll(async () => {
  await disconnectDatabase()
  await dropDatabase(url)
})
