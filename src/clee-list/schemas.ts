import { z } from 'zod'

export const listedStates = ['declared', 'active', 'vacant', 'dormant', 'closed'] as const
export const charterFilters = ['none', 'draft', 'proposed', 'submitted', 'returned', 'validated', 'outdated'] as const

/**
 * Filters of the list, as its address carries them; what is unreadable filters nothing. « ancien » is a charter older than
 * the template in force; « avant-3 », one older than that version of the template, which may still be in preparation.
 */
export const cleeListSchema = z.object({
  texte: z.string().trim().max(200).catch(''),
  bassin: z.string().max(200).catch(''),
  etat: z.enum(listedStates).or(z.literal('')).catch(''),
  modele: z.literal(['', 'ancien']).or(z.templateLiteral(['avant-', z.string().regex(/^[1-9]\d{0,5}$/)])).catch(''),
  /** « retard » : six months or more without a meeting. */
  reunion: z.literal(['', 'retard']).catch(''),
  charte: z.enum(charterFilters).or(z.literal('')).catch(''),
})
export type CleeListFilters = z.output<typeof cleeListSchema>
