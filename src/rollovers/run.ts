import { db } from '../db.ts'
import { log } from '../web/log.ts'
import { startDueRollover } from './commands.ts'
import { finish, rollCleesOf } from './steps.ts'

/** Takes up what is under way, a passage or its reversal, and brings it to its end. */
async function continueUnderWay() {
  const rollovers = await db.rollover.findMany({ where: { status: { in: ['running', 'reverting'] } }, orderBy: { startedAt: 'asc' } })
  for (const rollover of rollovers) {
    await rollCleesOf(rollover)
    await finish(rollover)
  }
}

let working: Promise<void> = Promise.resolve()

/** Goes on behind the answer to whoever started it; killed in its middle, it is taken up again by watchRollover. */
export function runInBackground() {
  working = working.then(continueUnderWay).catch((error: unknown) => log.error({ message: error instanceof Error ? error.message : 'unknown' }, 'rollover interrupted, taken up later'))
}

/** Resolves once nothing runs behind the answers of this process. */
export const settleRollovers = () => working

/** From 1 September, Paris time, once the year is opened, starts the passage to it; takes up what was interrupted. Idempotent, in several processes at once too. */
export async function watchRollover() {
  await startDueRollover()
  await continueUnderWay()
}
