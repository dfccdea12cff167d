import { readFile, readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { MigrationAdapter } from './migration-adapter.ts'

const prismaDirectory = resolve(import.meta.dirname, '../../prisma')

export const migrationsDirectory = resolve(prismaDirectory, 'migrations')
export const noFilter = { externalTables: [], externalEnums: [] }

type Exports = { __wbindgen_start(): void }
type Glue = { SchemaEngine: typeof SchemaEngine, __wbg_set_wasm(wasm: Exports): void }

// Node has it; TypeScript knows it only in the library of browsers.
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, Glue>): Promise<{ instance: { exports: Exports } }>
}

/** Opens Prisma's schema engine, as WebAssembly, on a database; the binary engine would have to be downloaded. */
export async function openSchemaEngine(url: string): Promise<SchemaEngine> {
  const { SchemaEngine } = await loadEngine()
  const datamodels: [string, string][] = [['schema.prisma', await readSchema()]]
  return SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(url)))
}

async function loadEngine(): Promise<Glue> {
  // Not import.meta.resolve, which vitest lacks.
  const glueFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg') as unknown as Glue
  const bytes = await readFile(glueFile.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  // The engine reports a panic through this global before it traps.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) } })
  instance.exports.__wbindgen_start()
  return glue
}

export const readSchema = () => readFile(resolve(prismaDirectory, 'schema.prisma'), 'utf8')

export type Migration = { name: string, script: string }

/** The migrations of prisma/migrations, oldest first. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsDirectory, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).toSorted()
  return Promise.all(names.map(async (name) => {
    return { name, script: await readFile(resolve(migrationsDirectory, name, 'migration.sql'), 'utf8') }
  }))
}

export function toMigrationList(migrations: Migration[]): MigrationList {
  return {
    baseDir: migrationsDirectory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
    })),
  }
}
