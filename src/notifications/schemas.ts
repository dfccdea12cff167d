import { z } from 'zod'
import { MailStatus } from '../generated/prisma/enums.ts'

/** Filters of the e-mails, as their address carries them; what is unreadable filters nothing. */
export const mailFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  etat: z.enum(MailStatus).or(z.literal('')).catch(''),
})
export type MailFilters = z.output<typeof mailFiltersSchema>
