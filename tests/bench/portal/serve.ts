import cluster from 'node:cluster'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { Session } from 'node:inspector/promises'
import { parseArgs } from 'node:util'
import { createApp, createUncachedApp } from '../../../src/app.ts'
import { connectDatabase } from '../../../src/db.ts'

// One of the servers that bench compares: the portal, with or without its kept pages, or a bare node:http that sends the bytes of a file.
const { values } = parseArgs({ options: { kind: { type: 'string', default: 'bare' }, port: { type: 'string', default: '0' }, processes: { type: 'string', default: '1' }, database: { type: 'string', default: '' }, pages: { type: 'string', default: '' }, profile: { type: 'string', default: '' } } })

export type BarePages = Record<string, { headers: string[]; body: string }>

function bare(): RequestListener {
  const read = JSON.parse(readFileSync(values.pages, 'utf8')) as BarePages
  const pages = new Map(Object.entries(read).map(([url, { headers, body }]) => [url, { headers, body: Buffer.from(body, 'base64') }]))
  return (req, res) => {
    const page = pages.get(req.url ?? '')
    res.writeHead(page ? 200 : 404, page?.headers)
    res.end(page?.body)
  }
}

function portal() {
  connectDatabase(values.database)
  return (values.kind === 'cached' ? createApp : createUncachedApp)({ sessionSecret: 'un secret de quarante caractères au moins' })
}

const count = Number(values.processes)
if (count > 1 && cluster.isPrimary) {
  for (let index = 0; index < count; index += 1) cluster.fork()
} else createServer(values.kind === 'bare' ? bare() : portal()).listen(Number(values.port), '127.0.0.1')

// Profiled once it is warm, from one signal to the other.
const session = new Session()
process.on('SIGUSR2', () => {
  session.connect()
  void session.post('Profiler.enable').then(() => session.post('Profiler.start'))
})
process.on('SIGTERM', () => {
  if (values.profile === '') process.exit(0)
  void session.post('Profiler.stop').then(({ profile }) => {
    writeFileSync(values.profile, JSON.stringify(profile))
    process.exit(0)
  })
})
