import type { Request } from 'express'
import { audit } from '../audit/audit.ts'
import { db } from '../db.ts'
import { FieldError } from '../errors.ts'
import type { CurrentUser } from './current-user.ts'
import { passport } from './passport.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'

declare module 'express-session' {
  interface SessionData {
    startedAt?: string
    userAgent?: string
  }
}

const wrongPair = 'Adresse ou mot de passe inconnus. Vérifiez votre saisie, puis recommencez.'

const withPassport = (req: Request) =>
  new Promise<CurrentUser | null>((resolve, reject) => {
    passport.authenticate('local', (error: unknown, user: CurrentUser | false | null) => (error ? reject(error) : resolve(user || null)))(req)
  })

// Before the answer, which express-session lets leave first: the next request must find what this one wrote.
const saveSession = (req: Request) =>
  new Promise<void>((resolve, reject) => req.session.save((error: unknown) => (error ? reject(error) : resolve())))

/** Opens a session under a new id for this person, and notes it. */
export async function startSession(req: Request, user: CurrentUser) {
  await new Promise<void>((resolve, reject) => req.logIn(user, (error: unknown) => (error ? reject(error) : resolve())))
  Object.assign(req.session, { startedAt: new Date().toISOString(), userAgent: (req.get('User-Agent') ?? '').slice(0, 300) })
  await saveSession(req)
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE users SET previous_login_at = last_login_at, last_login_at = ${new Date()} WHERE id = ${user.id}::uuid`
    await audit(tx, user, 'session.start', { id: user.id, name: user.name })
  })
}

/** Checks the address and password of the request's body and opens the session. Throws FieldError (same sentence whatever is wrong), 429 past the limits. */
export async function signIn(req: Request, { email }: { email: string }) {
  const address = req.ip ?? ''
  await countAttempt(email, address)
  // Passport reads the body: it must see the address as the schema cleaned it.
  req.body.email = email
  const user = await withPassport(req)
  if (!user) throw new FieldError('email', wrongPair)
  await forgetAttempts(email, address)
  await startSession(req, user)
}

/** Ends the session: its row is deleted. */
export const signOut = (req: Request) =>
  new Promise<void>((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()))
  })
