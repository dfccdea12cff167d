import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApp } from './app.ts'
import { readCommunes } from './communes/elsewhere.ts'
import { ensureCommunes } from './communes/import.ts'
import { config } from './config.ts'
import { installDemonstration } from './database/demonstration.ts'
import { openDatabase } from './database/lifecycle.ts'
import { keepSecret } from './database/secrets.ts'
import { explainFailure, StartupError } from './database/startup-error.ts'
import { db } from './db.ts'
import { stopRendering, warmUp } from './documents/render.ts'
import { installPages } from './editorial-pages/starting-pages.ts'
import { startJobs } from './jobs/jobs.ts'
import { portalJobs } from './jobs/schedule.ts'
import { startMailer } from './notifications/worker.ts'
import { answerClientError } from './web/client-error.ts'

const requestPatience = 10_000
const signalEcho = 1_000

/** How to stop what runs, in the order it was started. */
const stops: (() => Promise<void>)[] = []
let stopAskedAt = 0

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, askStop)

const starting = start().catch(async (error: unknown) => {
  if (!stopAskedAt) explainFailure(error)
  await stopAll()
  process.exit(stopAskedAt ? 0 : 1)
})

async function start() {
  // Before the long work; the port is taken for good at the end, once there is something to show.
  await close(await listen())
  const sessionSecret = readSessionSecret()
  const database = await openDatabase()
  stops.push(() => database.close())
  await ensureCommunes(config.departements)
  if (database.isEmbedded) await installDemonstration(database.url)
  await installPages()
  const demonstration = await describeDemonstration()
  const app = createApp({ sessionSecret: sessionSecret ?? keepSecret(join(config.dataDirectory, 'session-secret')) })
  stops.push(() => app.stop())
  const server = await listen(app)
  stops.push(stopRendering, () => close(server))
  const jobs = await startJobs(database.url, portalJobs)
  const mailer = startMailer()
  stops.push(() => jobs.stop(), () => mailer.stop())
  // The first PDF should not wait for what the first use of the compiler costs.
  void warmUp()
  // Nor the first search of a commune of elsewhere for the file that names them all.
  void readCommunes()
  console.log(`Portail prêt : http://localhost:${config.port}${demonstration}`)
}

/** Null for the embedded database, whose folder keeps one. */
function readSessionSecret() {
  if (config.sessionSecret || !config.databaseUrl) return config.sessionSecret
  throw new StartupError('SESSION_SECRET manque : avec DATABASE_URL, donnez-lui au moins 32 caractères tirés au hasard, les mêmes pour toutes les instances.')
}

/** The demonstration accounts that this database has, and their password. */
async function describeDemonstration() {
  const { demonstrationAccounts, demonstrationPassword } = await import('../prisma/seed.ts')
  const emails = demonstrationAccounts.map(({ email }) => email)
  const users = await db.user.findMany({ where: { email: { in: emails }, isActive: true }, select: { email: true }, orderBy: { email: 'asc' } })
  const accounts = demonstrationAccounts.filter(({ email }) => users.some((user) => user.email === email))
  if (accounts.length === 0) return ''
  const lines = accounts.map(({ email, label }) => `  ${email.padEnd(28)}${label}`)
  return ['', 'Comptes de démonstration :', ...lines, `Mot de passe : ${demonstrationPassword}`].join('\n')
}

async function listen(app?: RequestListener): Promise<Server> {
  const server = createServer(app).on('clientError', answerClientError)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListen(error)))
    server.listen(config.port, config.host, () => resolve(server))
  })
}

function explainListen(error: NodeJS.ErrnoException) {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Le port ${config.port} est déjà occupé : arrêtez le programme qui l’occupe, ou choisissez-en un autre par PORT.`,
    EACCES: `Le portail n’a pas le droit d’écouter sur le port ${config.port} : choisissez-en un autre par PORT.`,
    EADDRNOTAVAIL: `HOST désigne une adresse que cette machine n’a pas : ${config.host}.`,
    ENOTFOUND: `HOST désigne une machine inconnue : ${config.host}.`,
  }
  const sentence = sentences[error.code ?? '']
  return sentence ? new StartupError(sentence, { cause: error }) : error
}

/** Accepts nothing more and waits for the requests under way, for a limited time. */
async function close(server: Server) {
  const isClosed = new Promise((resolve) => server.close(resolve))
  // A connection kept alive falls idle when its request ends, and would otherwise hold the server open.
  const sweeper = setInterval(() => server.closeIdleConnections(), 50)
  await Promise.race([isClosed, sleep(requestPatience, null, { ref: false })])
  clearInterval(sweeper)
  server.closeAllConnections()
}

/** The first signal stops cleanly, a second one at once; npm and the terminal may both send the same one. */
function askStop() {
  if (stopAskedAt && Date.now() - stopAskedAt > signalEcho) process.exit(1)
  if (stopAskedAt) return
  stopAskedAt = Date.now()
  void starting.then(stopAll).then(() => process.exit(0))
}

async function stopAll() {
  for (const stop of stops.splice(0).toReversed()) {
    await stop().catch((error: unknown) => console.error('Arrêt incomplet :', error))
  }
}
