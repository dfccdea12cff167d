import { z } from 'zod'
import { optionalText } from '../web/fields.ts'
import { checkSiret } from './siret.ts'

/** A SIRET that may be left empty (null); a wrong one is refused with its reason (R15). */
export const optionalSiret = optionalText(30).transform((typed, context) => {
  if (typed === '') return null
  const check = checkSiret(typed)
  if (check.ok) return check.siret
  context.addIssue({ code: 'custom', message: check.reason })
  return z.NEVER
})
