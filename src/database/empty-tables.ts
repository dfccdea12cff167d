import { db } from '../db.ts'

/** What the migrations put there. */
const referenceTables = ['_prisma_migrations', 'charter_templates', 'template_articles']

/** The statement that empties every table but the reference ones. */
export async function emptyingStatement() {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I', tablename) AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> ALL (${referenceTables}) ORDER BY tablename`
  return `TRUNCATE ${tables.map(({ name }) => name).join(', ')}`
}
