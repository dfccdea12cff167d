import type { Request, RequestHandler, Response } from 'express'

type Flash = { kind: 'success'; text: string }

declare module 'express-session' {
  interface SessionData {
    flash?: Flash[]
  }
}

/**
 * Answers a success: 303 to a page that shows this sentence. The session is saved first, because express-session
 * lets the redirection leave before: the browser would ask for the next page too early to find the sentence.
 */
export async function redirectWithFlash(req: Request, res: Response, path: string, text: string) {
  req.session.flash = [...(req.session.flash ?? []), { kind: 'success', text }]
  await new Promise<void>((resolve, reject) => req.session.save((error: unknown) => (error ? reject(error) : resolve())))
  res.redirect(303, path)
}

// A getter, so that only a page that is rendered takes the sentences: a redirection leaves them for the next one.
export const flashLocals: RequestHandler = (req, res, next) => {
  Object.defineProperty(res.locals, 'flash', {
    enumerable: true,
    get() {
      const sentences = req.session?.flash ?? []
      if (sentences.length > 0) delete req.session.flash
      return sentences
    },
  })
  next()
}
