import { db } from '../db.ts'

/** What the migrations put there. */
const referenceTables = ['_prisma_migrations', 'charter_templates', 'template_articles']

// Those that the mission has published carry its name.
const templatesOfThePortal = `
  DELETE FROM template_articles WHERE template_version IN (SELECT version FROM charter_templates WHERE published_at IS NULL OR published_by_name <> '');
  DELETE FROM charter_templates WHERE published_at IS NULL OR published_by_name <> '';`

/** The statement that empties every table but the reference ones: as a replica, so that no trigger or key objects; on small tables ten times faster than TRUNCATE. Needs a superuser, as the embedded database's is. */
export async function emptyingStatement() {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT format('%I', tablename) AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> ALL (${referenceTables}) ORDER BY tablename`
  const deletions = tables.map(({ name }) => `DELETE FROM ${name};`).join(' ')
  return `DO $$ BEGIN SET LOCAL session_replication_role = replica; ${deletions} ${templatesOfThePortal} END $$`
}
