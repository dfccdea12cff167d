import { z } from 'zod'
import { optionalLine } from '../web/fields.ts'
import { searchKey } from '../text.ts'
import { checkSiret } from './siret.ts'

/** Whether a name has something to be found by. */
export const isNamed = (name: string) => searchKey(name) !== ''

/** A SIRET that may be left empty (null); a wrong one is refused with its reason (R15). */
export const optionalSiret = optionalLine(30).transform((typed, context) => {
  if (typed === '') return null
  const check = checkSiret(typed)
  if (check.ok) return check.siret
  context.addIssue({ code: 'custom', message: check.reason })
  return z.NEVER
})
