import type { Request, RequestHandler } from 'express'

export type FlashKind = 'success' | 'info' | 'warning' | 'error'
type Flash = { kind: FlashKind; text: string }

declare module 'express-session' {
  interface SessionData {
    flash?: Flash[]
  }
}

/** Leaves a sentence for the next page that this visitor sees. */
export function flash(req: Request, kind: FlashKind, text: string) {
  req.session.flash = [...(req.session.flash ?? []), { kind, text }]
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
