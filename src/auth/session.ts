import connectPgSimple from 'connect-pg-simple'
import session from 'express-session'
import { pool } from '../db.ts'
import { log } from '../web/log.ts'

/** A session ends after this time without a request. */
export const idleSeconds = 8 * 3600
const PgStore = connectPgSimple(session)

/** Sessions in PostgreSQL, ended after 8 hours without a request; purged every quarter of an hour. */
export function sessions(secret: string, isHttps: boolean) {
  return session({
    name: isHttps ? '__Host-portail' : 'portail',
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
