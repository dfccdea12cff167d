import { z } from 'zod'
import { text } from '../web/fields.ts'

/** Which version the mission has read; an unreadable number is that of none. */
export const versionSchema = z.object({ version: z.coerce.number().int().catch(0) })

export const objectionSchema = z.object({
  reason: text(3_000, 'Dites à l’autre copilote ce qui ne convient pas : ce texte lui sera envoyé.'),
})

export const returnSchema = z.object({
  reason: text(3_000, 'Dites aux copilotes ce qui manque ou ce qui est à corriger : ce motif leur sera envoyé.'),
})
