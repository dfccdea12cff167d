import { Client } from 'pg'

/** Runs work alone among the processes that ask for the same key on this database; the others wait. */
export async function withLock<T>(url: string, key: number, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {
    // The query under way fails with the reason.
  })
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock($1)', [key])
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
