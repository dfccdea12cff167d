import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from '../db.ts'
import { HttpError } from '../errors.ts'

const window = 15 * 60

type Limits = { perAccount: RateLimiterPostgres; perAddress: RateLimiterPostgres }
let limits: Limits | undefined
let limitsPool: typeof pool | undefined

const limiter = (keyPrefix: string, points: number) =>
  new RateLimiterPostgres({ storeClient: pool, storeType: 'pool', tableName: 'throttles', tableCreated: true, keyPrefix, points, duration: window })

// Kept in PostgreSQL: a restart forgets nothing, and several instances count together.
function limiters(): Limits {
  if (!limits || limitsPool !== pool) {
    limits = { perAccount: limiter('signin-account', 5), perAddress: limiter('signin-address', 50) }
    limitsPool = pool
  }
  return limits
}

function refusal(error: unknown): never {
  if (!(error instanceof RateLimiterRes)) throw error
  const minutes = Math.max(1, Math.ceil(error.msBeforeNext / 60_000))
  throw new HttpError(429, `Trop d’essais de connexion. Réessayez dans ${minutes} minute${minutes > 1 ? 's' : ''}.`, Math.ceil(error.msBeforeNext / 1_000))
}

/** Counts a sign-in attempt: 5 per quarter of an hour for an account from an address, 50 for an address; past that, 429. The account itself is never locked. */
export async function countAttempt(email: string, address: string) {
  const { perAccount, perAddress } = limiters()
  await perAddress.consume(address).catch(refusal)
  await perAccount.consume(`${email} ${address}`).catch(refusal)
}

/** Forgets the attempts that led to a success. */
export async function forgetAttempts(email: string, address: string) {
  const { perAccount, perAddress } = limiters()
  await perAccount.delete(`${email} ${address}`)
  await perAddress.reward(address)
}
