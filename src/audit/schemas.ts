import { z } from 'zod'
import { isDay, toIsoDay } from '../web/fields.ts'
import { Role } from '../generated/prisma/enums.ts'
import { auditEventNames } from './events.ts'

const day = z.preprocess(toIsoDay, z.string().refine(isDay)).catch('')

/** Filters of the journal, as its address carries them; what is unreadable filters nothing. */
export const journalFiltersSchema = z.object({
  evenement: z.enum(auditEventNames).or(z.literal('')).catch(''),
  role: z.enum(Role).or(z.literal('technique')).or(z.literal('')).catch(''),
  clee: z.string().max(200).catch(''),
  texte: z.string().trim().max(200).catch(''),
  du: day,
  au: day,
})
export type JournalFilters = z.output<typeof journalFiltersSchema>
