import passport from 'passport'
import { Strategy } from 'passport-local'
import { db } from '../db.ts'
import { findCurrentUser, type CurrentUser } from './current-user.ts'
import { isPassword } from './passwords.ts'

/** The account of this address and password, or null. Takes the same time whether the address is known or not. */
async function authenticate(email: string, password: string): Promise<CurrentUser | null> {
  const account = await db.user.findUnique({ where: { email }, select: { id: true, passwordHash: true } })
  const isRight = await isPassword(account?.passwordHash ?? null, password)
  return account && isRight ? findCurrentUser(account.id) : null
}

passport.use(
  new Strategy({ usernameField: 'email', passwordField: 'password' }, (email, password, done) => {
    authenticate(email, password).then((user) => done(null, user ?? false), done)
  }),
)
passport.serializeUser((user, done) => done(null, user.id))
passport.deserializeUser((id: string, done) => {
  findCurrentUser(id).then((user) => done(null, user ?? false), done)
})

export { passport }
