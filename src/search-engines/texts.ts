import { parisDay, today } from '../school-year.ts'
import { dayAfter } from '../copilots/seats.ts'
import { addressOf } from '../web/address.ts'
import { privatePaths, publicExceptions } from './pages.ts'

/** What robots may read (RFC 9309). */
export const robotsText = () =>
  [
    'User-agent: *',
    'Allow: /',
    ...publicExceptions.map((path) => `Allow: ${path}`),
    ...privatePaths.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${addressOf('/sitemap.xml')}`,
    '',
  ].join('\n')

/** Days for which what security.txt says is good: less than a year, as the standard asks. */
const goodFor = 180

/** Whom to tell of a weakness of the portal (RFC 9116). */
export const securityText = () =>
  [
    `Contact: ${addressOf('/participer')}`,
    `Expires: ${parisDay(dayAfter(today(), goodFor))}T00:00:00Z`,
    'Preferred-Languages: fr',
    `Canonical: ${addressOf('/.well-known/security.txt')}`,
    '',
  ].join('\n')
