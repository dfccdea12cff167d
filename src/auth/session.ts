import connectPgSimple from 'connect-pg-simple'
import { Router, type RequestHandler } from 'express'
import session from 'express-session'
import { pool } from '../db.ts'
import { log } from '../web/log.ts'

/** A session ends after this time without a request. */
export const idleSeconds = 8 * 3600
const PgStore = connectPgSimple(session)

/** The name of the cookie by which a browser is known. */
export const sessionCookie = (isHttps: boolean) => (isHttps ? '__Host-portail' : 'portail')

/** Sessions in PostgreSQL, ended after 8 hours without a request; purged every quarter of an hour. */
export function sessions(secret: string, isHttps: boolean) {
  return session({
    name: sessionCookie(isHttps),
    secret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/' },
    store: new PgStore({
      pool,
      tableName: 'sessions',
      ttl: idleSeconds,
      pruneSessionInterval: 15 * 60,
      errorLog: (...details) => log.error({ details: details.map(String) }, 'sessions'),
    }),
  })
}

/** Runs these only for who has a session, or may be given one: a reading without its cookie needs none. */
export function unlessAnonymous(cookie: string, handlers: RequestHandler[]): RequestHandler {
  const router = Router().use(...handlers)
  return (req, res, next) => {
    const isAnonymous = (req.method === 'GET' || req.method === 'HEAD') && !req.headers.cookie?.includes(cookie)
    if (isAnonymous) next()
    else router(req, res, next)
  }
}
