import { z } from 'zod'
import { email } from '../web/fields.ts'
import { isCommonPassword, passwordMinimum } from './passwords.ts'

// A password is taken as typed: neither trimmed nor cleaned.
const typedPassword = z.string('Saisissez votre mot de passe.').min(1, 'Saisissez votre mot de passe.').max(200, 'Ce mot de passe est trop long : 200 caractères au plus.')

export const signInSchema = z.object({ email, password: typedPassword })

/** What is asked before an act that can't be undone. */
export const ownPasswordSchema = z.object({ currentPassword: typedPassword })

/** A new password, typed twice: length and the list of common ones, no rule of composition (CNIL, NIST 800-63B). */
const newPassword = {
  password: z
    .string('Choisissez un mot de passe.')
    .min(passwordMinimum, `Choisissez un mot de passe d’au moins ${passwordMinimum} caractères ; une phrase convient.`)
    .max(200, 'Ce mot de passe est trop long : 200 caractères au plus.')
    .refine((password) => !isCommonPassword(password), 'Ce mot de passe est parmi les plus utilisés, ou leur ressemble : choisissez-en un autre, par exemple une phrase à vous.'),
  confirmation: z.string('Saisissez une seconde fois le mot de passe.'),
}
const isTypedTwice = ({ password, confirmation }: { password: string; confirmation: string }) => password === confirmation
const differs = { path: ['confirmation'], error: 'Les deux saisies diffèrent : recommencez.' }

export const newPasswordSchema = z.object(newPassword).refine(isTypedTwice, differs)

/** The same, once the current one is given. */
export const changePasswordSchema = ownPasswordSchema.extend(newPassword).refine(isTypedTwice, differs)
