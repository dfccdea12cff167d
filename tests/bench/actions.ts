import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { csvRows } from '../../src/action-search/export.ts'
import { prepareSearch, readSearchBatches, searchActions } from '../../src/action-search/queries.ts'
import { actionSearchSchema } from '../../src/action-search/schemas.ts'
import type { CurrentUser } from '../../src/auth/current-user.ts'
import { config } from '../../src/config.ts'
import { startEmbeddedDatabase } from '../../src/database/embedded.ts'
import { connectDatabase, db, disconnectDatabase } from '../../src/db.ts'
import { inBatches } from '../../src/web/csv.ts'
import { at, memoryOf, milliseconds, time } from './actions/figures.ts'
import { searches } from './actions/searches.ts'

// Prints, on the database that bench:data has filled, how long the searches of the network's actions take, for the mission and for a co-pilot, what a page deep in the list costs beside the first, and the memory that a file takes.
const { values } = parseArgs({
  options: { database: { type: 'string' }, folder: { type: 'string', default: join(config.root, '.data/bench') }, turns: { type: 'string', default: '10' }, rows: { type: 'string', default: '120000' } },
})
const embedded = values.database ? null : await startEmbeddedDatabase(values.folder)
connectDatabase(values.database ?? embedded?.url ?? '')
const turns = Number(values.turns)

const [clee, bassin] = await Promise.all([db.clee.findFirstOrThrow({ where: { status: 'active' }, orderBy: { id: 'asc' } }), db.bassin.findFirstOrThrow({ orderBy: { name: 'asc' } })])
const nobody = { id: clee.id, email: '', name: '', jobTitle: '', schoolUai: null, bassinIds: [] }
const people: Record<string, CurrentUser> = { mission: { ...nobody, role: 'mission', cleeIds: [] }, copilote: { ...nobody, role: 'school_head', cleeIds: [clee.id] } }

const filtersOf = (address: string) => actionSearchSchema.parse(Object.fromEntries(new URLSearchParams(address.replace(':bassin', bassin.slug))))
const searchOf = (user: CurrentUser, address: string) => prepareSearch(user, filtersOf(address))
const search = async (user: CurrentUser, address: string) => searchActions(await searchOf(user, address), null)

async function measureSearches(name: string, user: CurrentUser) {
  const times: number[] = []
  console.log(`\n${name} : recherche, compte et lecture d’une page`)
  for (const [label, address] of Object.entries(searches)) {
    const { count, isMore } = await search(user, address)
    const own: number[] = []
    for (let turn = 0; turn < turns; turn += 1) own.push(await time(() => search(user, address)))
    times.push(...own)
    console.log(`  ${label.padEnd(44)}${`${isMore ? '> ' : ''}${count}`.padStart(7)}  médiane ${milliseconds(at(own, 0.5))}  p95 ${milliseconds(at(own, 0.95))}`)
  }
  console.log(`  ${'ensemble'.padEnd(53)}médiane ${milliseconds(at(times, 0.5))}  p95 ${milliseconds(at(times, 0.95))}`)
}

/** The first page beside one as deep as half of the actions. */
async function measureDepth(user: CurrentUser) {
  const [middle] = await db.$queryRaw<{ orderedOn: string; id: string }[]>`
    SELECT ordered_on::text AS "orderedOn", id FROM planned_actions ORDER BY ordered_on DESC, id DESC OFFSET (SELECT reltuples::bigint / 2 FROM pg_class WHERE oid = 'planned_actions'::regclass) LIMIT 1`
  if (!middle) return
  for (const [label, address] of [['sans rien demander', ''], ['un type', 'type=job_fair'], ['un mot (forum)', 'texte=forum']] as const) {
    const asked = await searchOf(user, address)
    const [first, deep]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < turns * 3; turn += 1) {
      first.push(await time(() => searchActions(asked, null)))
      deep.push(await time(() => searchActions(asked, { ...middle, direction: 'after' })))
    }
    console.log(`  ${label.padEnd(24)}première page ${milliseconds(at(first, 0.5))}, au milieu de la liste ${milliseconds(at(deep, 0.5))}, rapport ${(at(deep, 0.5) / at(first, 0.5)).toFixed(2)}`)
  }
}

async function measureFile(user: CurrentUser) {
  let rows = 0
  const asked = await searchOf(user, '')
  const read = async () => {
    for await (const row of csvRows(inBatches(await readSearchBatches(asked)))) {
      rows += row.length > 0 ? 1 : 0
      if (rows === Number(values.rows)) break
    }
  }
  const start = performance.now()
  const memory = await memoryOf(read)
  console.log(`\nFichier CSV de ${rows.toLocaleString('fr-FR')} actions : ${((performance.now() - start) / 1_000).toFixed(1)} s, ${memory.toFixed(0)} Mo de plus au plus haut`)
}

/** The yearly review of the whole académie, for each school year. */
async function measureReview() {
  const file = join(config.root, 'src/reviews/figures.ts')
  if (!existsSync(file)) return
  const { academieFigures } = (await import(file)) as { academieFigures: (schoolYear: string) => Promise<unknown> }
  const years = await db.actionPlan.groupBy({ by: ['schoolYear'], orderBy: { schoolYear: 'desc' } })
  const times: number[] = []
  for (const { schoolYear } of years) times.push(await time(() => academieFigures(schoolYear)))
  console.log(`\nBilan de l’académie, une année parmi ${years.length} : médiane ${milliseconds(at(times, 0.5))}, au plus ${milliseconds(at(times, 1))}`)
}

for (const [name, user] of Object.entries(people)) await measureSearches(name, user)
console.log('\nUne page profonde à côté de la première')
for (const user of Object.values(people).slice(0, 1)) await measureDepth(user)
for (const user of Object.values(people).slice(0, 1)) await measureFile(user)
await measureReview()
await disconnectDatabase()
await embedded?.stop()
