import { connect, type Socket } from 'node:net'
import { at } from '../actions/figures.ts'

/** The whole answer, to know its length: of a page asked for in a loop, headers and body never change in size. */
export function readOnce(port: number, request: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')))
    socket.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject)
  })
}

/** The length of an answer on a connection that is kept. */
export function lengthOf(port: number, request: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = Buffer.alloc(0)
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('error', reject).on('data', (chunk) => {
      text = Buffer.concat([text, chunk])
      const head = text.indexOf('\r\n\r\n')
      const length = /content-length: (\d+)/i.exec(text.subarray(0, head).toString('latin1'))?.[1]
      if (head < 0 || !length || text.length < head + 4 + Number(length)) return
      socket.destroy()
      if (text.subarray(0, 12).toString() === 'HTTP/1.1 200') resolve(text.length)
      else reject(new Error(text.subarray(0, head).toString()))
    })
  })
}

/**
 * Asks for one page again and again on so many connections, without a client library, whose own work would hide the server's:
 * an answer is over when its bytes have come.
 */
export async function load(port: number, request: string, { connections = 32, seconds = 2 }: { connections?: number; seconds?: number } = {}) {
  const length = await lengthOf(port, request)
  const bytes = Buffer.from(request)
  const latencies: number[] = []
  const start = performance.now()
  let isOver = false
  const run = () => new Promise<void>((resolve, reject) => {
    let [remaining, sentAt] = [length, 0]
    const ask = (socket: Socket) => {
      remaining = length
      sentAt = performance.now()
      socket.write(bytes)
    }
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => ask(socket))
    socket.on('error', reject).on('data', (chunk) => {
      remaining -= chunk.length
      if (remaining > 0) return
      latencies.push(performance.now() - sentAt)
      if (!isOver && remaining === 0) return ask(socket)
      socket.destroy()
      if (remaining === 0) resolve()
      else reject(new Error('an answer of another length'))
    })
  })
  setTimeout(() => { isOver = true }, seconds * 1_000)
  await Promise.all(Array.from({ length: connections }, run))
  return { perSecond: (latencies.length * 1_000) / (performance.now() - start), p50: at(latencies, 0.5), p99: at(latencies, 0.99), count: latencies.length }
}
