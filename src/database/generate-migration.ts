import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { startEmbeddedDatabase } from './embedded.ts'
import { migrationsDirectory, noFilter, openSchemaEngine, readMigrations, readSchema, toMigrationList } from './schema-engine.ts'

const subject = process.argv[2] ?? ''

if (/^[a-z0-9_]+$/.test(subject)) await generateMigration(subject)
else {
  console.error('Nommez le sujet de la migration en minuscules : npm run db:migration -- nom_du_sujet')
  process.exitCode = 1
}

async function generateMigration(name: string) {
  const script = await withScratchDatabase(compareWithSchema)
  if (script.includes('-- This is an empty migration.')) return console.log('Le schéma et les migrations disent déjà la même chose.')
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = join(migrationsDirectory, `${stamp}_${name}`, 'migration.sql')
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, script)
  console.log(`Migration écrite, à relire : ${relative(process.cwd(), file)}`)
}

async function compareWithSchema(url: string) {
  const engine = await openSchemaEngine(url)
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...toMigrationList(await readMigrations()) },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: await readSchema() }] },
    script: true,
    exitCode: null,
    filters: noFilter,
  })
  return stdout ?? ''
}

async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'portail-migration-'))
  const database = await startEmbeddedDatabase(directory, { fsync: 'off' })
  try {
    return await work(database.url)
  } finally {
    await database.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
