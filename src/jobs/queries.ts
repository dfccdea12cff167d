import { db } from '../db.ts'
import { portalJobs } from './schedule.ts'

type Run = { name: string; isFailing: boolean; doneAt: Date | null }

/** How the last days of each job went; empty until the queue is made, at the first start of an instance. */
async function readRuns(): Promise<Run[]> {
  const [queue] = await db.$queryRaw<{ isMade: boolean }[]>`SELECT to_regclass('pgboss.job') IS NOT NULL AS "isMade"`
  if (!queue?.isMade) return []
  return db.$queryRaw`
    SELECT name, (array_agg(state::text ORDER BY created_on DESC))[1] IN ('retry', 'failed') AS "isFailing", max(completed_on) FILTER (WHERE state = 'completed') AS "doneAt"
    FROM pgboss.job WHERE name = ANY(${portalJobs.map(({ name }) => name)}) GROUP BY name`
}

/** What the portal does without anybody's hand, when each was last done, and what fails. */
export async function listJobs() {
  const runs = new Map((await readRuns()).map((run) => [run.name, run]))
  return portalJobs.map(({ name, label, next }) => ({ label, next: next ?? '', isFailing: runs.get(name)?.isFailing ?? false, doneAt: runs.get(name)?.doneAt ?? null }))
}
