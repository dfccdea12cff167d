import type { Request, RequestHandler, Router } from 'express'
import { forbidden, notFound } from '../errors.ts'
import { previousPage } from '../web/previous-page.ts'
import type { CurrentUser } from './current-user.ts'

// A page shown to somebody who is signed in is theirs alone: no proxy and no Back button shows it after. One shown to visitors
// is asked for again each time: a name leaves it as soon as its owner's consent is withdrawn.
export const privateCache: RequestHandler = (req, res, next) => {
  res.vary('Cookie')
  res.set('Cache-Control', req.user ? 'no-store' : 'no-cache')
  next()
}

// The types of Express leave out this method of its router.
const knows = (layer: object, path: string): boolean => 'match' in layer && typeof layer.match === 'function' && Boolean(layer.match(path))

// What was sent without a session is not kept: the page says so, and leads back to where it was typed.
const signInPath = (req: Request) =>
  req.method === 'GET' ? `/connexion?suite=${encodeURIComponent(req.originalUrl)}` : `/connexion?${new URLSearchParams({ session: 'terminee', suite: previousPage(req) ?? '' }).toString()}`

/** Stands between the public and the private routers: an address that no private route knows is a 404, the others need a session; after signing in the visitor comes back. */
export const requireUser =
  (privateRouters: Router[]): RequestHandler =>
  (req, res, next) => {
    const isKnown = privateRouters.some((router) => router.stack.some((layer) => knows(layer, req.path)))
    if (!isKnown) return next(notFound())
    if (!req.user) return res.redirect(302, signInPath(req))
    res.locals['isPrivate'] = true
    next()
  }

/** The signed-in person of a private route. */
export function currentUser(req: Request): CurrentUser {
  if (!req.user) throw forbidden()
  return req.user
}

/** The signed-in person, when the policy lets them; 403 otherwise. */
export function requireAllowed(req: Request, can: (user: CurrentUser) => boolean): CurrentUser {
  const user = currentUser(req)
  if (!can(user)) throw forbidden()
  return user
}

/** The path to go to after signing in: only one of this portal, so that no link to the portal leads elsewhere. */
export function localPath(value: unknown, fallback = '/tableau-de-bord'): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\\\s]*$/.test(value)) return fallback
  const url = new URL(value, 'http://portail.invalid')
  // `/..//host` resolves to `//host`, which a browser reads as another site.
  if (url.host !== 'portail.invalid' || url.pathname.startsWith('//')) return fallback
  return `${url.pathname}${url.search}`
}
