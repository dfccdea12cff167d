import type { Request, Response } from 'express'

/** Bytes: what a form with the largest file may weigh, and what is still let through so that who sends more reads the answer. */
const largestBody = 12 * 1_024 * 1_024
const tolerated = 20 * 1_024 * 1_024
const farewell = 2_000

/** The answer leaves, then the connection ends: closed at once under what still comes, a browser would show a failure instead of the page. */
function closeAfter({ socket }: Request, res: Response) {
  res.set('Connection', 'close')
  socket.destroySoon = () => socket.end()
  res.once('finish', () => setTimeout(() => socket.destroy(), farewell).unref())
}

/** Follows a body as it comes; resolves when it is past what may be sent: the answer to it then closes the connection. */
export const watchBody = (req: Request, res: Response, longest = largestBody) =>
  new Promise<void>((resolve) => {
    let received = 0
    const stop = () => {
      closeAfter(req, res)
      resolve()
    }
    if (longest === 0) stop()
    req.on('data', (chunk: Buffer) => {
      const before = received
      received += chunk.length
      if (longest > 0 && before <= longest && received > longest) stop()
      if (received > longest + tolerated) req.pause()
    })
  })
