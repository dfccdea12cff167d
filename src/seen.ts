import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Clash } from './errors.ts'

/** The field by which a form says what it showed; "" from a form that says nothing. */
export const seenField = z.string().max(40).catch('')

/** A short print of the values that a form shows, sent back with it. */
export const printOf = (values: Record<string, unknown>) => createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 20)

/** Throws Clash when somebody has changed the values since the form showed them: nobody's work is overwritten unread. Within the transaction that has locked them. */
export function refuseUnseen(seen: string, present: Record<string, unknown>) {
  if (seen === '' || seen === printOf(present)) return
  throw new Clash('seen', 'Quelqu’un a enregistré d’autres valeurs pendant que vous écriviez', 'Ce que vous avez saisi est gardé ci-dessous, et ce qui est enregistré y est montré\u00a0: enregistrez à nouveau pour garder votre saisie, ou reprenez ce qui a été enregistré.')
}
