import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startEmbeddedDatabase } from '../../src/database/embedded.ts'
import { applyMigrations } from '../../src/database/migrate.ts'
import { connectDatabase, db, disconnectDatabase } from '../../src/db.ts'
import { findFreePort } from '../support/portal.ts'
import { loadLine, processorOf } from './actions/figures.ts'
import { measureFirstVisit } from './portal/first-visit.ts'
import { load, readOnce } from './portal/load.ts'
import { seedNetwork } from './portal/network.ts'
import { summarise } from './portal/profile.ts'
import type { BarePages } from './portal/serve.ts'

// Prints, side by side, what the portal sends in a second, with and without its kept pages, and a bare node:http that sends the same bytes; where the rest goes; and what a first visit weighs.
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '2' }, rounds: { type: 'string', default: '3' }, processes: { type: 'string', default: '1,2' } } })
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]
const folder = mkdtempSync(join(tmpdir(), 'portail-mesure-'))
const serve = join(import.meta.dirname, 'portal/serve.ts')
const children: ChildProcess[] = []

type Kind = 'cached' | 'uncached' | 'bare'
type Server = { kind: Kind; port: number; process: ChildProcess }

async function start(kind: Kind, processes: number, options: { database?: string; pages?: string; profile?: string }): Promise<Server> {
  const port = Number(await findFreePort())
  const more = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(process.execPath, [serve, '--kind', kind, '--port', String(port), '--processes', String(processes), ...more], { env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', DATA_DIR: join(folder, 'data') }, stdio: 'inherit' })
  children.push(child)
  for (let turn = 0; turn < 200; turn += 1) {
    if (await readOnce(port, requestOf('/healthz')).then(() => true, () => false)) break
    await sleep(100)
  }
  // Each process connects to what tells it of changes.
  await sleep(1_500)
  return { kind, port, process: child }
}

const requestOf = (path: string, encoding = 'identity') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: ${encoding}\r\nUser-Agent: mesure\r\n\r\n`

/** What a bare server must send to be like the portal: its headers but those that Node adds, and its bytes. */
function copyOf(answer: Buffer) {
  const end = answer.indexOf('\r\n\r\n')
  const [status, ...lines] = answer.subarray(0, end).toString('latin1').split('\r\n')
  if (!status?.includes(' 200 ')) return null
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
  return { headers: headers.filter(([name]) => !/^(date|connection|keep-alive)$/i.test(name)).flat(), body: answer.subarray(end + 4).toString('base64') }
}

const milliseconds = (value: number) => `${value.toFixed(2).padStart(7)} ms`
const median = (figures: number[]) => figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0
const line = (label: string, { perSecond, p50, p99, processor }: Summary) => `  ${label.padEnd(26)}${String(Math.round(perSecond)).padStart(7)} /s   p50 ${milliseconds(p50)}   p99 ${milliseconds(p99)}   processeur ${milliseconds(processor)}`

type Summary = { perSecond: number; p50: number; p99: number; processor: number }

/** One measure, with what each answer costs the processes of the server: what the machine does besides weighs less on it than on the number of answers. */
async function measureOnce(server: Server, path: string, encoding: string): Promise<Summary> {
  const before = processorOf(Number(server.process.pid))
  const { count, ...figures } = await load(server.port, requestOf(path, encoding), { seconds })
  return { ...figures, processor: (processorOf(Number(server.process.pid)) - before) / count }
}

/** Measures both in turn, so that what else the machine does weighs on each the same. */
async function compare(one: Server, other: Server, path: string, barePath: string, encoding: string) {
  const measured = { portal: [] as Summary[], bare: [] as Summary[] }
  for (const server of [one, other]) await load(server.port, requestOf(server === one ? path : barePath, encoding), { seconds: 0.5 })
  for (let round = 0; round < rounds; round += 1) {
    measured.bare.push(await measureOnce(other, barePath, encoding))
    measured.portal.push(await measureOnce(one, path, encoding))
  }
  const summary = (list: Summary[]): Summary => ({ perSecond: median(list.map(({ perSecond }) => perSecond)), p50: median(list.map(({ p50 }) => p50)), p99: median(list.map(({ p99 }) => p99)), processor: median(list.map(({ processor }) => processor)) })
  const [portal, bare] = [summary(measured.portal), summary(measured.bare)]
  return { portal, bare, share: portal.perSecond / bare.perSecond, ownShare: bare.processor / portal.processor, tail: portal.p99 / bare.p99 }
}

async function pagesToMeasure(port: number) {
  const clee = await db.clee.findFirstOrThrow({ orderBy: { searchName: 'asc' }, select: { slug: true } })
  const search = copyOf(await readOnce(port, requestOf('/trouver?q=rennes'))) ? '/trouver?q=rennes' : '/clees?recherche=pays'
  return { accueil: '/', annuaire: '/clees', 'page d’un CLEE': `/clees/${clee.slug}`, recherche: search }
}

async function measure(processes: number, database: string) {
  const [cached, uncached] = [await start('cached', processes, { database }), await start('uncached', processes, { database })]
  const pages = Object.entries(await pagesToMeasure(uncached.port))
  const copies: BarePages = {}
  for (const [index, [, path]] of pages.entries()) {
    copies[`/gardee/${index}`] = copyOf(await readOnce(cached.port, requestOf(path, 'br'))) ?? { headers: [], body: '' }
    copies[`/faite/${index}`] = copyOf(await readOnce(uncached.port, requestOf(path))) ?? { headers: [], body: '' }
  }
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(copies))
  const bare = await start('bare', processes, { pages: join(folder, 'pages.json') })
  for (const [index, [name, path]] of pages.entries()) {
    const kept = await compare(cached, bare, path, `/gardee/${index}`, 'br')
    const made = await compare(uncached, bare, path, `/faite/${index}`, 'identity')
    console.log(`\n${name} (${path}), ${processes} processus ; ${Buffer.from(copies[`/faite/${index}`]?.body ?? '', 'base64').length} octets, ${Buffer.from(copies[`/gardee/${index}`]?.body ?? '', 'base64').length} en brotli`)
    console.log(line('page gardée (brotli)', kept.portal))
    console.log(`${line('node:http, mêmes octets', kept.bare)}   part ${kept.share.toFixed(2)} (en processeur ${kept.ownShare.toFixed(2)}), p99 × ${kept.tail.toFixed(1)}`)
    console.log(line('page faite (sans cache)', made.portal))
    console.log(`${line('node:http, mêmes octets', made.bare)}   part ${made.share.toFixed(4)} (en processeur ${made.ownShare.toFixed(4)})`)
  }
  for (const server of [cached, uncached, bare]) server.process.kill()
}

async function profileDirectory(database: string) {
  const profile = join(folder, 'profile.json')
  const server = await start('uncached', 1, { database, profile })
  await load(server.port, requestOf('/clees'), { seconds: 2 })
  server.process.kill('SIGUSR2')
  await load(server.port, requestOf('/clees'), { seconds: 4 })
  const exited = new Promise((resolve) => server.process.once('exit', resolve))
  server.process.kill()
  await exited
  console.log('\nAnnuaire sans cache, où va le temps du processus :')
  for (const { label, share } of summarise(profile)) console.log(`  ${label.padEnd(48)}${(share * 100).toFixed(1).padStart(5)} %`)
}

async function visit(database: string) {
  const server = await start('cached', 1, { database })
  await readOnce(server.port, requestOf('/', 'br'))
  const { shift, painted, sizes } = await measureFirstVisit(`http://127.0.0.1:${server.port}/`)
  console.log('\nPremière visite de l’accueil (Chromium, processeur ralenti 4 fois) :')
  // What the sheet holds itself (data:) was sent with it.
  for (const [address, size] of [...sizes].filter(([, bytes]) => bytes > 0)) console.log(`  ${address.padEnd(52)}${(size / 1_000).toFixed(1).padStart(7)} ko`)
  console.log(`  ${'en tout'.padEnd(52)}${(sizes.reduce((sum, [, size]) => sum + size, 0) / 1_000).toFixed(1).padStart(7)} ko`)
  console.log(`  décalages ${shift.toFixed(3)}, plus grand élément affiché (LCP) en ${Math.round(painted)} ms`)
  server.process.kill()
}

async function run(database: string) {
  await applyMigrations(database)
  connectDatabase(database)
  await seedNetwork(database)
  console.log(loadLine())
  await visit(database)
  for (const processes of values.processes.split(',')) await measure(Number(processes), database)
  await profileDirectory(database)
  console.log(`\n${loadLine()}`)
  await disconnectDatabase()
}

const embedded = await startEmbeddedDatabase(folder, { fsync: 'off' })
await run(embedded.url).finally(async () => {
  for (const child of children) child.kill()
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})
