import { z } from 'zod'
import { seenField } from '../seen.ts'
import { optionalNote, text } from '../web/fields.ts'

/** Which version the page showed, and which of its sendings; an unreadable number is that of none. */
export const shownSchema = z.object({ version: z.coerce.number().int().catch(0), proposal: seenField })

/** An agreement given over a reason not to: one of the two is a slip. */
export const agreementSchema = z.object({
  reason: optionalNote(3_000).refine((reason) => reason === '', 'Vous avez écrit ce qui ne convient pas : effacez ce texte pour donner votre accord, ou ne le donnez pas.'),
})

export const objectionSchema = z.object({
  reason: text(3_000, 'Dites à l’autre copilote ce qui ne convient pas : ce texte lui sera envoyé.'),
})

export const returnSchema = z.object({
  reason: text(3_000, 'Dites aux copilotes ce qui manque ou ce qui est à corriger : ce motif leur sera envoyé.'),
})
