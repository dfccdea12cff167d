import { z } from 'zod'
import { checkbox, isDay, revision } from '../web/fields.ts'

const reload = 'Rechargez la page.'

/** The letter as its page showed it: its revision, and when it had been sent. */
export const sendingSchema = z.object({
  isAgain: checkbox,
  revision,
  lastSent: z.union([z.literal('').transform(() => null), z.iso.datetime(reload).refine((instant) => isDay(instant.slice(0, 10)), reload).transform((instant) => new Date(instant))], reload),
})
export type SendingInput = z.output<typeof sendingSchema>
