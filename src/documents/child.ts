import { fork } from 'node:child_process'
import { once } from 'node:events'
import { log } from '../web/log.ts'
import { fontFiles } from './fonts.ts'
import type { Answer, Order, Reply } from './worker.ts'

type Events = { ready: () => void; answer: (answer: Answer, rss: number) => void; end: () => void }

/**
 * The process that renders. A process rather than a thread: what the compiler takes of memory, only its end gives back.
 * `rest` lets a test or the portal end without it, `hold` keeps them until it has answered.
 */
export function startChild(events: Events) {
  // Neither the secrets of the portal nor the debugger that it may run under.
  const forked = fork(new URL('./worker.ts', import.meta.url), fontFiles, { env: {}, execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const child = {
    isReady: false,
    ask: (order: Order) => forked.send(order, (error) => error && forked.kill('SIGKILL')),
    hold() {
      forked.ref()
      forked.channel?.ref()
    },
    rest() {
      forked.unref()
      forked.channel?.unref()
    },
    /** Compiling listens to nothing: it is killed, and what it was at is lost. */
    async kill() {
      if (forked.pid === undefined || forked.exitCode !== null || forked.signalCode !== null) return
      const ended = once(forked, 'exit')
      forked.ref()
      forked.kill('SIGKILL')
      await ended
    },
  }
  forked.on('message', (reply: Reply) => {
    if ('answer' in reply) return events.answer(reply.answer, reply.rss)
    child.isReady = true
    events.ready()
  })
  forked.on('error', (error) => {
    log.error({ message: error.message }, 'document process failed')
    events.end()
  })
  forked.on('exit', () => events.end())
  return child
}
export type Child = ReturnType<typeof startChild>
