import type { Request } from 'express'
import { blankForm, type Form } from '../web/forms.ts'

type Clee = { id: string }
type Kept = { cleeId: string; values: Record<string, string> }

declare module 'express-session' {
  interface SessionData {
    keptCharterText?: Kept
  }
}

function textIn(body: unknown, name: string) {
  const value = (body as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? value.slice(0, 10_000) : ''
}

/** Keeps what was typed beside what has just been sent, for the page that follows. */
export function keepTyped(req: Request, { id }: Clee, names: string[]) {
  const values = Object.fromEntries(names.map((name) => [name, textIn(req.body, name)]).filter(([, text]) => text?.trim()))
  if (Object.keys(values).length > 0) req.session.keptCharterText = { cleeId: id, values }
}

/** A page's form with what was kept for it, once. */
export function takeKept(req: Request, { id }: Clee): Form {
  const kept = req.session.keptCharterText
  if (kept?.cleeId !== id) return blankForm()
  delete req.session.keptCharterText
  return blankForm(kept.values)
}
