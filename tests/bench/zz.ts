import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { startEmbeddedDatabase } from '../../src/database/embedded.ts'
import { applyMigrations } from '../../src/database/migrate.ts'
import { connectDatabase, disconnectDatabase } from '../../src/db.ts'
import { createUncachedApp } from '../../src/app.ts'
import { seedNetwork } from './portal/network.ts'
import { load } from './portal/load.ts'
import { readSections, listBassinFilters } from '../../src/directory/lines.ts'
import { searchDirectory } from '../../src/directory/search.ts'
import { writeHeapSnapshot } from 'node:v8'
import { Session } from 'node:inspector/promises'
import { writeFileSync } from 'node:fs'
const isNew = !existsSync('/tmp/benchnet')
const e = await startEmbeddedDatabase('/tmp/benchnet', { fsync: 'off' })
await applyMigrations(e.url); connectDatabase(e.url)
if (isNew) await seedNetwork(e.url)
const cpu = async (label: string, n: number, work: () => Promise<unknown> | unknown) => {
  for (let i = 0; i < n; i++) await work()
  const s = process.cpuUsage(); const w = performance.now()
  for (let i = 0; i < n; i++) await work()
  const u = process.cpuUsage(s)
  console.log(label.padEnd(40), ((u.user + u.system) / 1000 / n).toFixed(3), 'ms cpu', ((performance.now() - w) / n).toFixed(3), 'ms wall')
}
const app = createUncachedApp({ sessionSecret: 'un secret de quarante caractères au moins' })
await cpu('readSections', 300, () => readSections(null, '', 1, 60))
await cpu('bassins', 300, () => listBassinFilters())
await cpu('searchDirectory', 300, () => searchDirectory({ recherche: '', bassin: '', commune: '', insee: '', etat: '', tri: '' } as never, 1))
// the rendering alone: capture the locals of one request
let captured: [string, object] | null = null
const render = app.render.bind(app)
app.render = ((name: string, options: object, done: (error: Error | null, html: string) => void) => { captured = [name, options]; return render(name, options, done) }) as typeof app.render
const server = createServer(app); await new Promise<void>((r) => server.listen(0, '127.0.0.1', r))
const port = (server.address() as { port: number }).port
const res = await fetch(`http://127.0.0.1:${port}/clees`); console.log(res.status, (await res.text()).length)
const [name, options] = captured!
await cpu('render', 500, () => new Promise((r) => render(name, options, (_e: Error | null, html: string) => r(html))))
const request = `GET /clees HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n`
const session = new Session(); session.connect(); await session.post('Profiler.enable')
await load(port, request, { seconds: 2 })
await session.post('Profiler.start')
const s = process.cpuUsage()
const { count } = await load(port, request, { seconds: 4 })
const u = process.cpuUsage(s)
const { profile } = await session.post('Profiler.stop')
writeFileSync('/tmp/prof.cpuprofile', JSON.stringify(profile))
console.log('http with client', count, ((u.user + u.system) / 1000 / count).toFixed(3), 'ms cpu each')
const health = `GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`
await load(port, health, { seconds: 1 })
const s2 = process.cpuUsage(); const h = await load(port, health, { seconds: 2 }); const u2 = process.cpuUsage(s2)
console.log('healthz with client', h.count, ((u2.user + u2.system) / 1000 / h.count).toFixed(3))
server.close(); server.closeAllConnections(); await disconnectDatabase(); await e.stop(); process.exit(0)
