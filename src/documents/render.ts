import { HttpError } from '../errors.ts'
import { log } from '../web/log.ts'
import { startChild, type Child } from './child.ts'
import type { Answer, Order } from './worker.ts'

type Job = Order & { patience: number; resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void; timer: NodeJS.Timeout }

/** Milliseconds that a document may take, once begun, and that it may wait for its turn. */
const defaultPatience = 5_000
const longestWait = 20_000
const longestQueue = 50
/** Bytes past which the process, once it has answered, gives way to another. */
const mostMemory = 400_000_000

/** There was no time for this document; nothing says that it can't be made. */
export class Busy extends HttpError {
  constructor() {
    super(503, 'Le portail prépare beaucoup de documents en ce moment. Réessayez dans quelques instants.', 10)
  }
}

/** The document itself takes too long, or its process fell over it. */
const tooHeavy = () => new HttpError(503, 'Ce document n’a pas pu être préparé à temps. Réessayez dans dix minutes\u00a0; si cela se reproduit, écrivez-le à la mission académique.', 600)

// One at a time: a PDF takes some milliseconds of a core, and the pages need the others.
const queue: Job[] = []
let current: Job | null = null
let child: Child | null = null
/** Bytes that the process held after its last answer. */
let memory = 0

export const renderingMemory = () => memory

function settle(job: Job, end: () => void) {
  clearTimeout(job.timer)
  if (current === job) current = null
  end()
  next()
}

function receive(answer: Answer, rss: number) {
  memory = rss
  const job = current
  if (rss > mostMemory) void drop()
  if (!job) return
  if ('pdf' in answer) return settle(job, () => job.resolve(answer.pdf))
  log.error({ failure: answer.failure }, 'document refused by its compiler')
  settle(job, () => job.reject(new Error('The document could not be rendered')))
}

/** Ends the process: the next document starts another. */
function drop() {
  const dropped = child
  child = null
  return dropped?.kill()
}

/** Gives up the document under way, and the process with it. */
function giveUp(job: Job, error: Error) {
  log.error({ reason: error.message }, 'document given up')
  void drop()
  settle(job, () => job.reject(error))
}

function start() {
  const started: Child = startChild({
    ready: () => child === started && current && begin(current),
    answer: (answer, rss) => child === started && receive(answer, rss),
    end() {
      if (child !== started) return
      child = null
      if (current) giveUp(current, started.isReady ? tooHeavy() : new Busy())
    },
  })
  return started
}

function begin(job: Job) {
  clearTimeout(job.timer)
  job.timer = setTimeout(() => giveUp(job, tooHeavy()), job.patience)
  child?.ask({ template: job.template, data: job.data })
}

function next() {
  if (current) return
  current = queue.shift() ?? null
  // An idle process holds neither a test nor the stop of the portal.
  if (!current) return child?.rest()
  child ??= start()
  child.hold()
  if (child.isReady) begin(current)
}

/** A document whose turn has not come, or whose process is not ready. */
function waitNoMore(job: Job) {
  const place = queue.indexOf(job)
  if (place < 0) return giveUp(job, new Busy())
  queue.splice(place, 1)
  job.reject(new Busy())
}

/** Ends the process, and what it was at; the next document starts another. */
export async function stopRendering() {
  const [ended, job] = [drop(), current]
  for (const waiting of queue.splice(0)) settle(waiting, () => waiting.reject(new Busy()))
  if (job) settle(job, () => job.reject(new Busy()))
  await ended
}

/**
 * The tagged PDF (PDF/UA-1) of a Typst template, which reads `data` by `json(bytes(sys.inputs.data))`; made by another
 * process. Throws 503 after `patience` milliseconds of rendering, Busy after twenty seconds of waiting or when too many are asked for at once.
 */
export const renderPdf = (template: string, data: object, patience = defaultPatience) =>
  new Promise<Uint8Array>((resolve, reject) => {
    if (queue.length >= longestQueue) return reject(new Busy())
    const job: Job = { template, data: JSON.stringify(data), patience, resolve, reject, timer: setTimeout(() => waitNoMore(job), longestWait) }
    queue.push(job)
    next()
  })

/** Starts the process before the first document is asked for; what fails now will be told to who asks. */
export const warmUp = () =>
  renderPdf('#set document(title: "Essai", date: none)\n#set text(font: "Source Sans 3", lang: "fr")\n= Essai', {}).then(
    () => undefined,
    (error: unknown) => log.error({ message: String(error) }, 'document process not ready'),
  )
