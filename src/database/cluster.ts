import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { findPrograms, findSystemUser, giveTo, requireReachable, runProgram } from './postgres-programs.ts'
import type { Programs, SystemUser } from './postgres-programs.ts'
import { findLastPort, isAlive } from './postmaster.ts'
import { keepSecret } from './secrets.ts'
import { StartupError } from './startup-error.ts'

/** The files of an embedded PostgreSQL and what it takes to run it. */
export type Cluster = {
  directory: string
  log: string
  password: string
  programs: Programs
  user: SystemUser | undefined
  settings: Record<string, string>
}

const secondsToStart = 60

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'Europe/Paris',
  log_timezone: 'Europe/Paris',
  password_encryption: 'scram-sha-256',
}

/** Finds the cluster of `dataDirectory`, created when absent; `extraSettings` complete postgresql.conf. */
export async function prepareCluster(dataDirectory: string, extraSettings: Record<string, string>): Promise<Cluster> {
  const directory = join(dataDirectory, 'postgres')
  const programs = await findPrograms()
  const user = findSystemUser(directory)
  const log = join(dataDirectory, 'postgres.log')
  const password = prepareFolder(dataDirectory, log, user)
  for (const path of [dataDirectory, dirname(programs.pg_ctl)]) requireReachable(path, user)
  const cluster = { directory, log, password, programs, user, settings: { ...settings, ...extraSettings } }
  removeAbandonedDrafts(dataDirectory)
  if (!hasCluster(directory)) await createCluster(cluster)
  return cluster
}

function prepareFolder(dataDirectory: string, log: string, user: SystemUser | undefined) {
  try {
    mkdirSync(dataDirectory, { recursive: true })
    if (user) chmodSync(dataDirectory, 0o711)
    writeFileSync(log, '', { flag: 'a', mode: 0o600 })
    giveTo(user, log)
    return keepSecret(join(dataDirectory, 'postgres-password'))
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new StartupError(`Le portail ne peut pas écrire dans le dossier de ses données, ${dataDirectory} (${code}) : `
      + 'donnez-en le droit au compte qui le lance, ou choisissez un autre dossier par DATA_DIR.', { cause })
  }
}

const hasCluster = (directory: string) => existsSync(join(directory, 'PG_VERSION'))

/** Made aside and renamed, so that neither a crash nor a second portal ever leaves half a cluster. */
async function createCluster({ directory, password, programs, user }: Cluster) {
  const draft = `${directory}.${process.pid}`
  const passwordFile = `${draft}.password`
  try {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    writeFileSync(passwordFile, password, { mode: 0o600 })
    for (const path of [draft, passwordFile]) giveTo(user, path)
    await runProgram(programs.initdb, initdbArguments(draft, passwordFile), user)
    renameSync(draft, directory)
  } catch (cause) {
    if (!hasCluster(directory)) throw new StartupError(`La base de données n’a pas pu être créée dans ${directory} : ${lastLines(cause)}`, { cause })
  } finally {
    for (const path of [draft, passwordFile]) rmSync(path, { recursive: true, force: true })
  }
}

/** What a portal killed while it created its cluster has left. */
function removeAbandonedDrafts(dataDirectory: string) {
  for (const name of readdirSync(dataDirectory)) {
    const pid = /^postgres\.(\d+)(\.password)?$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(dataDirectory, name), { recursive: true, force: true })
  }
}

const initdbArguments = (directory: string, passwordFile: string) => [
  `--pgdata=${directory}`,
  '--username=portail',
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  // Under the plain C locale pg_trgm would not take « é » for a letter.
  `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
  '--lc-messages=C',
  '--locale-provider=icu',
  '--icu-locale=fr-FR',
  '--data-checksums',
]

/** Starts the server and gives its port. Throws StartupError, or the plain error when trying again may help. */
export async function startServer(cluster: Cluster): Promise<number> {
  const port = await findFreePort(findLastPort(cluster.directory))
  const options = Object.entries({ ...cluster.settings, port }).map(([name, value]) => `-c ${name}=${value}`).join(' ')
  const args = ['start', '-w', '-t', String(secondsToStart), '-D', cluster.directory, '-l', cluster.log, '-o', options]
  const alreadyLogged = readFileSync(cluster.log, 'utf8').length
  try {
    await runProgram(cluster.programs.pg_ctl, args, cluster.user)
    return port
  } catch (cause) {
    const logged = readFileSync(cluster.log, 'utf8').slice(alreadyLogged)
    if (/still in use|already exists|already in use|could not bind|PID file/i.test(logged || String(cause))) throw cause
    throw new StartupError(`La base de données n’a pas démarré ; le détail est dans ${cluster.log} : ${lastLines(logged || cause)}`, { cause })
  }
}

/** Ends the sessions and stops the server; what was committed is on disk. */
export async function stopServer({ programs, directory, user }: Cluster) {
  await runProgram(programs.pg_ctl, ['stop', '-w', '-m', 'fast', '-D', directory], user)
}

export const urlOf = ({ password }: Cluster, port: number, database: string) =>
  `postgresql://portail:${password}@127.0.0.1:${port}/${database}`

/** A free port, the preferred one if it is free: the portals that share a server then find it where it was. */
async function findFreePort(preferred: number): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.once('error', () => resolve(0))
    server.listen(preferred, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
  await new Promise((resolve) => server.close(resolve))
  return port || findFreePort(0)
}

function lastLines(cause: unknown) {
  const text = typeof cause === 'string' ? cause : (cause as { stderr?: string }).stderr || String(cause)
  return text.trim().split('\n').slice(-2).join(' ').trim()
}
