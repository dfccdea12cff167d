import { isIPv6 } from 'node:net'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { db, pool } from '../db.ts'
import { HttpError } from '../errors.ts'

/** How many times, in how many seconds. */
const limits = {
  'signin-account': { points: 5, duration: 15 * 60 },
  'signin-address': { points: 50, duration: 15 * 60 },
  'invitation-recipient': { points: 5, duration: 3600 },
  'invitation-sender': { points: 20, duration: 24 * 3600 },
  'reset-recipient': { points: 5, duration: 3600 },
  'reset-address': { points: 30, duration: 3600 },
  'request-recipient': { points: 5, duration: 3600 },
  'request-address': { points: 30, duration: 3600 },
  'email-change': { points: 5, duration: 24 * 3600 },
  'inquiry-recipient': { points: 5, duration: 3600 },
  'inquiry-address': { points: 20, duration: 3600 },
  'inquiry-message': { points: 20, duration: 3600 },
  'password-check': { points: 10, duration: 15 * 60 },
}
type Limit = keyof typeof limits

const limiters = new Map<Limit, RateLimiterPostgres>()
let limitersPool: typeof pool | undefined

// Kept in PostgreSQL: a restart forgets nothing, and several instances count together.
function limiter(limit: Limit): RateLimiterPostgres {
  if (limitersPool !== pool) limiters.clear()
  limitersPool = pool
  const known = limiters.get(limit)
  const made = known ?? new RateLimiterPostgres({ storeClient: pool, storeType: 'pool', tableName: 'throttles', tableCreated: true, keyPrefix: limit, ...limits[limit] })
  limiters.set(limit, made)
  return made
}

const refusal = (what: string) => (error: unknown): never => {
  if (!(error instanceof RateLimiterRes)) throw error
  const minutes = Math.max(1, Math.ceil(error.msBeforeNext / 60_000))
  throw new HttpError(429, `${what} Réessayez dans ${minutes} minute${minutes > 1 ? 's' : ''}.`, Math.ceil(error.msBeforeNext / 1_000))
}

/** Whom an address stands for: an IPv6 customer has a whole /64 to choose from. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter(Boolean).length : 0
  return [...groups, ...Array<string>(missing).fill('0')].slice(0, 4).join(':')
}

/** The mailbox that an address leads to: « nom+classe@… » is « nom@… » under another name. */
export const mailboxOf = (email: string) => email.toLowerCase().replace(/^([^+@]+)\+[^@]*@/, '$1@')

/** Counts a sign-in attempt: 5 per quarter of an hour for an account from a network, 50 for a network; past that, 429. The account itself is never locked. */
export async function countAttempt(email: string, address: string) {
  const refuse = refusal('Trop d’essais de connexion.')
  await limiter('signin-address').consume(networkOf(address)).catch(refuse)
  await limiter('signin-account').consume(`${email} ${networkOf(address)}`).catch(refuse)
}

/** Forgets the attempts that led to a success. */
export async function forgetAttempts(email: string, address: string) {
  await limiter('signin-account').delete(`${email} ${networkOf(address)}`)
  await limiter('signin-address').reward(networkOf(address))
}

/** Counts an invitation about to leave: 5 an hour to one person, 20 a day from one; past that, 429. The portal is no way to pester. */
export async function countInvitation(senderId: string, email: string) {
  const refuse = refusal('Trop d’invitations envoyées.')
  await limiter('invitation-recipient').consume(mailboxOf(email)).catch(refuse)
  await limiter('invitation-sender').consume(senderId).catch(refuse)
}

/** Counts a forgotten password: 5 an hour to one address, 30 from one network, whether the address has an account or not; past that, 429. */
export async function countReset(email: string, address: string) {
  const refuse = refusal('Trop de demandes de lien.')
  await limiter('reset-address').consume(networkOf(address)).catch(refuse)
  await limiter('reset-recipient').consume(mailboxOf(email)).catch(refuse)
}

/** Counts a request for an account: 5 an hour for one address, 30 from one network; past that, 429. */
export async function countAccountRequest(email: string, address: string) {
  const refuse = refusal('Trop de demandes de compte.')
  await limiter('request-address').consume(networkOf(address)).catch(refuse)
  await limiter('request-recipient').consume(mailboxOf(email)).catch(refuse)
}

/** Counts a message of the public: 5 an hour from one address, 20 from one network, which may be a whole school's; past that, 429. */
export async function countInquiry(email: string, address: string) {
  const refuse = refusal('Vous avez envoyé beaucoup de messages en peu de temps.')
  await limiter('inquiry-address').consume(networkOf(address)).catch(refuse)
  await limiter('inquiry-recipient').consume(mailboxOf(email)).catch(refuse)
}

/** Counts a message in the thread of an inquiry: 20 an hour; past that, 429. */
export const countInquiryMessage = async (inquiryId: string) => {
  await limiter('inquiry-message').consume(inquiryId).catch(refusal('Vous avez envoyé beaucoup de messages en peu de temps.'))
}

/** Counts a try at one's own password, in a session left open: 10 per quarter of an hour; past that, 429. */
export const countPasswordCheck = async (userId: string) => {
  await limiter('password-check').consume(userId).catch(refusal('Trop d’essais de mot de passe.'))
}

export const forgetPasswordChecks = (userId: string) => limiter('password-check').delete(userId)

/** Counts an invitation sent by the mission, which has a whole network to invite: 5 an hour to one person; past that, 429. */
export const countAccountInvitation = async (email: string) => {
  await limiter('invitation-recipient').consume(mailboxOf(email)).catch(refusal('Trop d’invitations envoyées à cette adresse.'))
}

/** Counts a change of address that somebody asks for: 5 a day, since each writes to an address of their choice; past that, 429. */
export async function countEmailChange(userId: string) {
  await limiter('email-change').consume(userId).catch(refusal('Trop de changements d’adresse demandés.'))
}

/** Deletes the counts that are over. */
export const purgeThrottles = () => db.$executeRaw`DELETE FROM throttles WHERE expire < ${Date.now()}`
