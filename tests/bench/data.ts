import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { config } from '../../src/config.ts'
import { startEmbeddedDatabase } from '../../src/database/embedded.ts'
import { applyMigrations } from '../../src/database/migrate.ts'
import { makeActions } from './data/actions.ts'
import { connect, insertRows, isEmpty, withoutHeavyIndexes } from './data/load.ts'
import { makeNetwork, type Size } from './data/network.ts'
import { makeDraw } from './data/random.ts'

// Fills a database of its own with a network of many CLEEs, their actions over ten school years, the same for the same seed.
const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    folder: { type: 'string', default: join(config.root, '.data/bench') },
    clees: { type: 'string', default: '1000' },
    actions: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
})
const size: Size = { clees: Number(values.clees), actions: Number(values.actions), schools: 600, organisations: 20_000, bassins: 40, years: 10 }

const started = performance.now()
const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(1)} s`
const embedded = values.database ? null : await startEmbeddedDatabase(values.folder, { max_wal_size: '8GB', fsync: 'off' })
const url = values.database ?? embedded?.url ?? ''
await applyMigrations(url)
const client = await connect(url)

async function fill() {
  const draw = makeDraw(Number(values.seed))
  const network = makeNetwork(draw, size)
  const { bassins, clees, cleeBassins, schools, organisations } = network
  for (const [table, rows] of Object.entries({ bassins, clees, clee_bassins: cleeBassins, schools, organisations })) await insertRows(client, table, rows)
  let written = Promise.resolve()
  for (const batch of makeActions(draw, network, size)) {
    await written
    // The next batch is drawn while this one is written.
    written = Object.entries(batch).reduce((before, [table, rows]) => before.then(() => insertRows(client, table, rows)), Promise.resolve())
  }
  await written
}

async function finish() {
  const start = performance.now()
  await client.query('VACUUM (ANALYZE)')
  console.log(`Statistiques (VACUUM ANALYZE) : ${seconds(start)}`)
  const { rows } = await client.query<{ name: string; lines: string; size: string }>(
    "SELECT relname AS name, reltuples AS lines, pg_size_pretty(pg_total_relation_size(oid)) AS size FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples > 0 ORDER BY relname",
  )
  for (const { name, lines, size: bytes } of rows) console.log(`${name.padEnd(24)}${Number(lines).toLocaleString('fr-FR').padStart(12)} lignes  ${bytes}`)
}

if (await isEmpty(client)) {
  const pieces = await withoutHeavyIndexes(client, async () => {
    await fill()
    console.log(`Lignes écrites (graine ${values.seed}) : ${seconds(started)}`)
  })
  for (const { piece, seconds: spent } of pieces.filter((one) => one.seconds > 3)) console.log(`${spent.toFixed(1)} s  ${piece.slice(0, 110)}`)
  await finish()
  console.log(`Base de mesure prête en ${seconds(started)}, mémoire du générateur : ${(process.resourceUsage().maxRSS / 1_000).toFixed(0)} Mo au plus`)
} else console.log('Cette base contient déjà des CLEE : le générateur n’écrit que dans une base vide.')
await client.end()
await embedded?.stop()
