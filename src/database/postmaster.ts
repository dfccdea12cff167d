import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The port of the PostgreSQL that runs on this data folder, if one does; a leftover pid file is no obstacle. */
export function findRunningPort(clusterDirectory: string): number | null {
  const file = join(clusterDirectory, 'postmaster.pid')
  const lines = readLines(file)
  const pid = Number(lines[0])
  if (pid && !isAlive(pid)) return null
  if (pid && isPostmaster(pid, clusterDirectory)) return Number(lines[3]) || null
  // PostgreSQL would refuse to start for ever on a recycled pid, or on the empty file of a crash at the wrong moment.
  if (isOlderThanStart(file)) rmSync(file, { force: true })
  return null
}

/** The port of the last start, 0 when unknown. */
export function findLastPort(clusterDirectory: string): number {
  const [commandLine = ''] = readLines(join(clusterDirectory, 'postmaster.opts'))
  return Number(/port=(\d+)/.exec(commandLine)?.[1] ?? 0)
}

function isOlderThanStart(file: string) {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs > 1_000
}

function readLines(file: string): string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
}

export function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isPostmaster(pid: number, clusterDirectory: string) {
  if (!existsSync('/proc/self/comm')) return readCommandName(pid).includes('postgres')
  try {
    // A postmaster works in its data folder; another server's process that took over the pid does not.
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
      && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDirectory)
  } catch {
    return false
  }
}

const readCommandName = (pid: number) => spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
