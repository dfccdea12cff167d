import { z } from 'zod'
import { codes } from '../web/fields.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Filters of the list, as its address carries them; what is unreadable filters nothing. */
export const coordinatorFiltersSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  etat: z.enum(['sans', 'avec']).or(z.literal('')).catch(''),
})
export type CoordinatorFilters = z.output<typeof coordinatorFiltersSchema>

/** The school year is checked by the command, against the day it is. */
export const designationSchema = z.object({
  schoolYear: z.string('Choisissez une année scolaire.').min(1, 'Choisissez une année scolaire.'),
  bassinId: z.string('Choisissez un bassin.').regex(uuidPattern, 'Choisissez un bassin.'),
  userId: z.string('Choisissez une personne.').regex(uuidPattern, 'Choisissez une personne.'),
})
export type DesignationInput = z.output<typeof designationSchema>

export const renewalSchema = z.object({
  ids: codes(uuidPattern, 'Cochez des personnes de la liste.').refine((ids) => ids.length > 0, 'Cochez au moins une personne à reconduire.'),
})
