import { ServerResponse } from 'node:http'

type Callback = () => void
type Held = { chunks: Buffer[]; length: number; hasHead: boolean }

/** How long an answer is still awaited once its visitor has left. */
const patience = 10_000

const asBuffer = (chunk: unknown, encoding: unknown) => {
  if (typeof chunk === 'string') return Buffer.from(chunk, typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8')
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0)
}

const callbackOf = (...values: unknown[]) => values.find((value): value is Callback => typeof value === 'function')

/** Gives the response back its own ways of writing. */
export function release(res: ServerResponse) {
  for (const name of ['writeHead', 'write', 'end', 'headersSent']) Reflect.deleteProperty(res, name)
}

function holdHead(res: ServerResponse, held: Held) {
  Object.defineProperty(res, 'headersSent', { configurable: true, get: () => held.hasHead })
  res.writeHead = (status: number, ...rest: unknown[]) => {
    res.statusCode = status
    for (const headers of rest) if (typeof headers === 'object' && headers !== null) for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
    held.hasHead = true
    return res
  }
}

// Those who listen for the headers are called as by a true writing.
function hold(res: ServerResponse, held: Held, chunk: unknown, encoding: unknown) {
  if (!held.hasHead) res.writeHead(res.statusCode)
  const bytes = asBuffer(chunk, encoding)
  held.chunks.push(bytes)
  held.length += bytes.length
}

function letGo(res: ServerResponse, held: Held) {
  release(res)
  for (const bytes of held.chunks.splice(0)) res.write(bytes)
}

/** Holds back the body of an answer, whose status and headers stay on the response; null, once it is let go as it comes, when it is longer than this or never ends. */
export function capture(res: ServerResponse, maxBytes: number): Promise<Buffer | null> {
  const held: Held = { chunks: [], length: 0, hasHead: false }
  const { promise, resolve } = Promise.withResolvers<Buffer | null>()
  const write = (chunk: unknown, encoding?: unknown, done?: unknown) => {
    hold(res, held, chunk, encoding)
    const called = callbackOf(encoding, done)
    if (called) process.nextTick(called)
    if (held.length > maxBytes) {
      letGo(res, held)
      resolve(null)
    }
    return true
  }
  const end = (chunk?: unknown, encoding?: unknown, done?: unknown) => {
    hold(res, held, chunk, encoding)
    const called = callbackOf(chunk, encoding, done)
    if (called) res.once('finish', called)
    resolve(Buffer.concat(held.chunks))
    return res
  }
  holdHead(res, held)
  Object.assign(res, { write, end })
  res.once('close', () => setTimeout(() => resolve(null), patience).unref())
  return promise
}
