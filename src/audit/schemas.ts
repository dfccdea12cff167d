import { z } from 'zod'
import { isDay } from '../web/fields.ts'
import { auditEventNames } from './events.ts'

const day = z.string().refine(isDay).catch('')

/** Filters of the journal, as its address carries them; what is unreadable filters nothing. */
export const journalFiltersSchema = z.object({
  evenement: z.enum(auditEventNames).or(z.literal('')).catch(''),
  texte: z.string().trim().max(200).catch(''),
  du: day,
  au: day,
})
export type JournalFilters = z.output<typeof journalFiltersSchema>
