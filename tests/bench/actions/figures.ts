import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { db } from '../../../src/db.ts'

export async function time(act: () => Promise<unknown>) {
  const start = performance.now()
  await act()
  return performance.now() - start
}

export async function timeTurns(turns: number, act: () => Promise<unknown>) {
  const times: number[] = []
  for (let turn = 0; turn < turns; turn += 1) times.push(await time(act))
  return times
}

export const at = (times: number[], share: number) => times.toSorted((one, other) => one - other)[Math.ceil(times.length * share) - 1] ?? 0

export const milliseconds = (value: number) => `${value.toFixed(1).padStart(7)} ms`
export const medianAndHigh = (times: number[]) => `médiane ${milliseconds(at(times, 0.5))}  p95 ${milliseconds(at(times, 0.95))}`

/** What the machine was doing besides: figures are compared at the same load. */
export const loadLine = () => `Charge de la machine (1, 5, 15 min)\u00a0: ${loadavg().map((load) => load.toFixed(1)).join(', ')} pour ${cpus().length} cœurs`

/** How much more memory a work takes at its highest, in MB, over what the process had before. */
export async function memoryOf(work: () => Promise<unknown>) {
  const before = process.memoryUsage().rss
  let highest = before
  const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20)
  await work()
  clearInterval(timer)
  return (highest - before) / 1e6
}

// Clock ticks of 10 ms that a process has spent, where the system tells (Linux, on this machine).
function ticksOf(pid: number) {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13)
    return Number(user) + Number(system)
  } catch {
    return 0
  }
}

function childrenOf(pid: number) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Processor time, in ms, of a process and of those that it has started. */
export const processorOf = (pid: number) => [pid, ...childrenOf(pid)].reduce((sum, one) => sum + ticksOf(one) * 10, 0)

/** Processor time, in ms, of this process and of the connections of PostgreSQL that serve it. */
export async function processorTimes() {
  const sessions = await db.$queryRaw<{ pid: number }[]>`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = current_setting('application_name')`
  const { user, system } = process.cpuUsage()
  return { portal: (user + system) / 1_000, database: sessions.reduce((sum, { pid }) => sum + ticksOf(pid) * 10, 0) }
}
