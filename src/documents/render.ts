import { Worker } from 'node:worker_threads'
import { HttpError } from '../errors.ts'
import { log } from '../web/log.ts'
import { fontFiles } from './fonts.ts'
import type { Answer, Order } from './worker.ts'

type Job = Order & { resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }

const defaultPatience = 10_000
const longestQueue = 50

// One at a time: a PDF takes some milliseconds of a core, and the pages need the others.
const queue: Job[] = []
let current: Job | null = null
let worker: Worker | null = null

const unavailable = () => new HttpError(503, 'Le document n’a pas pu être préparé à temps. Réessayez dans quelques instants.', 10)

function settle(job: Job, end: () => void) {
  clearTimeout(job.timer)
  if (current === job) current = null
  end()
  next()
}

function receive(reply: Answer) {
  const job = current
  if (!job) return
  if ('pdf' in reply) return settle(job, () => job.resolve(reply.pdf))
  log.error({ failure: reply.failure }, 'document refused by its compiler')
  settle(job, () => job.reject(new Error('The document could not be rendered')))
}

/** The worker died: the next document starts another. */
function replace(dead: Worker) {
  if (worker !== dead) return
  worker = null
  const job = current
  if (job) settle(job, () => job.reject(unavailable()))
}

function startWorker() {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { workerData: fontFiles, execArgv: [] })
  started.on('message', (reply: Answer) => worker === started && receive(reply))
  started.on('error', (error) => log.error({ message: error.message }, 'document worker failed'))
  started.on('exit', () => replace(started))
  return started
}

function next() {
  if (current) return
  current = queue.shift() ?? null
  // An idle worker holds neither a test nor the stop of the portal.
  if (!current) return worker?.unref()
  worker ??= startWorker()
  worker.ref()
  worker.postMessage({ template: current.template, data: current.data } satisfies Order, [])
}

/** A document that takes too long takes its worker with it. */
function giveUp(job: Job) {
  const place = queue.indexOf(job)
  if (place < 0) void stopRendering()
  else queue.splice(place, 1)
  job.reject(unavailable())
}

/** Ends the worker, and what it was at; the next document starts another. */
export async function stopRendering() {
  const stopped = worker
  if (!stopped) return
  replace(stopped)
  await stopped.terminate()
}

/**
 * The tagged PDF (PDF/UA-1) of a Typst template, which reads `data` by `json(bytes(sys.inputs.data))`; made off the event
 * loop. Throws 503 after `patience` milliseconds, or when too many are asked for at once.
 */
export const renderPdf = (template: string, data: object, patience = defaultPatience) =>
  new Promise<Uint8Array>((resolve, reject) => {
    if (queue.length >= longestQueue) return reject(unavailable())
    const job: Job = { template, data: JSON.stringify(data), resolve, reject, timer: setTimeout(() => giveUp(job), patience) }
    queue.push(job)
    next()
  })

/** Starts the worker before the first document is asked for; what fails now will be told to who asks. */
export const warmUp = () =>
  renderPdf('#set document(title: "Essai", date: none)\n#set text(font: "Source Sans 3", lang: "fr")\n= Essai', {}).then(
    () => undefined,
    (error: unknown) => log.error({ message: String(error) }, 'document worker not ready'),
  )
