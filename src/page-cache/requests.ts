import type { IncomingMessage } from 'node:http'
import { isoDay } from '../web/view-helpers.ts'
import { canBeKept } from './addresses.ts'

/** Whether the answer may be that of anybody else: no session, nothing sent, the whole page wanted. */
export function isAnonymousReading({ method, headers, url = '' }: IncomingMessage, sessionCookie: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  if (headers.cookie?.includes(sessionCookie) || headers.authorization !== undefined || headers.range !== undefined) return false
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined || headers.upgrade !== undefined) return false
  return canBeKept(url)
}

/** A function that says whether a day of Paris has begun since its last call: pages speak of today, and of the school year. */
export function watchMidnight() {
  let [minute, name] = [-1, '']
  return () => {
    const now = Date.now()
    if (Math.floor(now / 60_000) === minute) return false
    minute = Math.floor(now / 60_000)
    const today = isoDay(new Date(now))
    const isNew = today !== name
    name = today
    return isNew
  }
}
