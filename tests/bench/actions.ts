import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { prepareSearch, searchActions } from '../../src/action-search/queries.ts'
import { actionSearchSchema } from '../../src/action-search/schemas.ts'
import type { CurrentUser } from '../../src/auth/current-user.ts'
import { config } from '../../src/config.ts'
import { startEmbeddedDatabase } from '../../src/database/embedded.ts'
import { connectDatabase, db, disconnectDatabase } from '../../src/db.ts'
import { academieFigures } from '../../src/reviews/figures.ts'
import { at, loadLine, medianAndHigh, milliseconds, processorTimes, time, timeTurns } from './actions/figures.ts'
import { measureExport, measureImport } from './actions/files.ts'
import { measurePages } from './actions/pages.ts'
import { searches } from './actions/searches.ts'
import { measureWrites } from './actions/writes.ts'

// Prints, on the database that bench:data has filled: the searches of the network's actions, for the mission and for a co-pilot; a page deep in the list beside the first; the review of the académie; the memory that files take; writes; pages.
const parts = ['review', 'searches', 'depth', 'files', 'writes', 'pages'] as const
const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    folder: { type: 'string', default: join(config.root, '.data/bench') },
    turns: { type: 'string', default: '10' },
    rows: { type: 'string', default: '120000' },
    only: { type: 'string', default: parts.join() },
  },
})
const embedded = values.database ? null : await startEmbeddedDatabase(values.folder)
connectDatabase(values.database ?? embedded?.url ?? '')
const turns = Number(values.turns)

const [clee, bassin] = await Promise.all([db.clee.findFirstOrThrow({ where: { status: 'active' }, orderBy: { id: 'asc' } }), db.bassin.findFirstOrThrow({ orderBy: { name: 'asc' } })])
const nobody = { id: clee.id, email: '', name: '', jobTitle: '', schoolUai: null, bassinIds: [] }
const mission: CurrentUser = { ...nobody, role: 'mission', cleeIds: [] }
const people: Record<string, CurrentUser> = { mission, copilote: { ...nobody, role: 'school_head', cleeIds: [clee.id] } }

const filtersOf = (address: string) => actionSearchSchema.parse(Object.fromEntries(new URLSearchParams(address.replace(':bassin', bassin.slug))))
const searchOf = (user: CurrentUser, address: string) => prepareSearch(user, filtersOf(address))
const search = async (user: CurrentUser, address: string) => searchActions(await searchOf(user, address), null)

async function measureSearchesOf(name: string, user: CurrentUser) {
  const times: number[] = []
  console.log(`\n${name}\u00a0: recherche, compte et lecture d’une page`)
  for (const [label, address] of Object.entries(searches)) {
    const { count, isMore } = await search(user, address)
    const own = await timeTurns(turns, () => search(user, address))
    times.push(...own)
    console.log(`  ${label.padEnd(48)}${`${isMore ? '> ' : ''}${count}`.padStart(7)}  ${medianAndHigh(own)}`)
  }
  console.log(`  ${'ensemble'.padEnd(57)}${medianAndHigh(times)}`)
  return times
}

async function measureSearches() {
  const before = await processorTimes()
  const times: number[] = []
  for (const [name, user] of Object.entries(people)) times.push(...await measureSearchesOf(name, user))
  const after = await processorTimes()
  const share = turns / (turns + 1) / times.length
  console.log(`\n  Toutes les recherches\u00a0: ${medianAndHigh(times)}; processeur par recherche, portail ${milliseconds((after.portal - before.portal) * share)}, PostgreSQL ${milliseconds((after.database - before.database) * share)}`)
}

/** The first page beside one as deep as half of the actions. */
async function measureDepth() {
  const [middle] = await db.$queryRaw<{ orderedOn: string; id: string }[]>`
    SELECT ordered_on::text AS "orderedOn", id FROM planned_actions ORDER BY ordered_on DESC, id DESC OFFSET (SELECT reltuples::bigint / 2 FROM pg_class WHERE oid = 'planned_actions'::regclass) LIMIT 1`
  if (!middle) return
  console.log('\nUne page profonde à côté de la première')
  for (const [label, address] of [['sans rien demander', ''], ['un type', 'type=job_fair'], ['un mot (forum)', 'texte=forum'], ['un mot rare (cybersécurité)', 'texte=cybersécurité']] as const) {
    const asked = await searchOf(mission, address)
    const [first, deep]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < turns * 3; turn += 1) {
      first.push(await time(() => searchActions(asked, null)))
      deep.push(await time(() => searchActions(asked, { ...middle, direction: 'after' })))
    }
    console.log(`  ${label.padEnd(30)}première ${milliseconds(at(first, 0.5))}, au milieu de la liste ${milliseconds(at(deep, 0.5))}, rapport ${(at(deep, 0.5) / at(first, 0.5)).toFixed(2)}`)
  }
}

/** The yearly review of the whole académie, for each school year. */
async function measureReview() {
  const years = await db.actionPlan.groupBy({ by: ['schoolYear'], orderBy: { schoolYear: 'desc' } })
  const first = await time(() => academieFigures(years[1]?.schoolYear ?? ''))
  const times: number[] = []
  for (const { schoolYear } of years) times.push(await time(() => academieFigures(schoolYear)))
  console.log(`\nBilan de l’académie\u00a0: premier appel du processus ${milliseconds(first)}; chacune des ${years.length} années, médiane ${milliseconds(at(times, 0.5))}, au plus ${milliseconds(at(times, 1))}`)
}

async function measureFiles() {
  console.log('\nFichiers, en mémoire constante')
  const asked = await searchOf(mission, '')
  for (const rows of [Math.round(Number(values.rows) / 10), Number(values.rows)]) await measureExport(asked, rows)
  for (const rows of [10_000, 100_000]) await measureImport(rows)
}

const measures: Record<(typeof parts)[number], () => Promise<void>> = {
  review: measureReview,
  searches: measureSearches,
  depth: measureDepth,
  files: measureFiles,
  writes: () => measureWrites(turns * 5),
  pages: () => measurePages(clee, bassin, turns),
}

console.log(loadLine())
for (const part of parts) if (values.only.split(',').includes(part)) await measures[part]()
console.log(`\n${loadLine()}`)
await disconnectDatabase()
await embedded?.stop()
