import { db } from '../db.ts'
import { FieldError } from '../errors.ts'
import { isPassword } from './passwords.ts'
import { countPasswordCheck, forgetPasswordChecks } from './throttle.ts'

/** Asks a signed-in person for their password before what can't be undone. Throws FieldError('currentPassword') when it is wrong, 429 past ten tries. */
export async function requireOwnPassword(userId: string, typed: string) {
  await countPasswordCheck(userId)
  const user = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } })
  if (!(await isPassword(user.passwordHash, typed))) throw new FieldError('currentPassword', 'Ce n’est pas votre mot de passe actuel. Vérifiez votre saisie, puis recommencez.')
  await forgetPasswordChecks(userId)
}
