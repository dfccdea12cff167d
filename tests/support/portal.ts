import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { Client } from 'pg'

const server = resolve(import.meta.dirname, '../../src/server.ts')

export type Portal = { process: ChildProcess, exited: Promise<number | null>, output(): string, errors(): string }

/** Runs the real server, with these variables and no other. */
export function runPortal(variables: Record<string, string>): Portal {
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LOG_LEVEL: 'silent', ...variables }
  const child = spawn(process.execPath, [server], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { output: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text.output += chunk })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { text.errors += chunk })
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return { process: child, exited, output: () => text.output, errors: () => text.errors }
}

/** Runs the server and waits until it says that it is ready. */
export async function startPortal(variables: Record<string, string>): Promise<Portal> {
  const portal = runPortal(variables)
  const ready = new Promise<void>((resolve) => {
    portal.process.stdout?.on('data', () => portal.output().includes('Portail prêt') && resolve())
  })
  const failed = portal.exited.then(() => {
    throw new Error(`The server stopped: ${portal.output()}${portal.errors()}`)
  })
  await Promise.race([ready, failed])
  return portal
}

export async function stopPortal(portal: Portal, signal: NodeJS.Signals = 'SIGTERM') {
  portal.process.kill(signal)
  return portal.exited
}

export async function findFreePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return String(port)
}

const readPostmaster = (dataDirectory: string) => readFileSync(join(dataDirectory, 'postgres/postmaster.pid'), 'utf8').split('\n')

export const postmasterPid = (dataDirectory: string) => Number(readPostmaster(dataDirectory)[0])

/** A connection to the embedded database of a running portal. */
export async function connectTo(dataDirectory: string): Promise<Client> {
  const password = readFileSync(join(dataDirectory, 'postgres-password'), 'utf8')
  const port = readPostmaster(dataDirectory)[3]
  const client = new Client({ connectionString: `postgresql://portail:${password}@127.0.0.1:${port}/portail` })
  client.on('error', () => {
    // The tests kill the server under it.
  })
  await client.connect()
  return client
}
