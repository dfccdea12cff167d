import { defineConfig } from 'prisma/config'

// Generation needs only WASM; without this the CLI tries to download a schema engine and fails offline.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
