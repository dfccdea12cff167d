import { z } from 'zod'
import { MailStatus } from '../generated/prisma/enums.ts'
import { codes } from '../web/fields.ts'

/** Filters of the e-mails, as their address carries them; what is unreadable filters nothing. */
export const mailFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  etat: z.enum(MailStatus).or(z.literal('')).catch(''),
})
export type MailFilters = z.output<typeof mailFiltersSchema>

/** Whether all those that the filters keep are asked for, ticked or not. */
export const isAll = (query: unknown) => z.object({ tous: z.literal('oui') }).safeParse(query ?? {}).success

/** The e-mails ticked in the list. */
export const tickedMailsSchema = z.object({
  ids: codes(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'Rechargez la liste des courriels, puis cochez à nouveau.', 100).refine((ids) => ids.length > 0, 'Cochez au moins un courriel à marquer comme transmis.'),
})
