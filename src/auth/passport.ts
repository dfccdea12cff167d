import passport from 'passport'
import { Strategy } from 'passport-local'
import { db } from '../db.ts'
import { FieldError } from '../errors.ts'
import { findCurrentUser, type CurrentUser } from './current-user.ts'
import { isPassword } from './passwords.ts'

const disabled = 'Ce compte est désactivé. Pour le rouvrir, écrivez à la mission académique.'

/** The account of this address and password, or null. Takes the same time whether the address is known or not. Throws FieldError when it is disabled: who knows the password may know. */
async function authenticate(email: string, password: string): Promise<CurrentUser | null> {
  const account = await db.user.findUnique({ where: { email }, select: { id: true, passwordHash: true, isActive: true } })
  const isRight = await isPassword(account?.passwordHash ?? null, password)
  if (!account || !isRight) return null
  if (!account.isActive) throw new FieldError('email', disabled)
  return findCurrentUser(account.id)
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
