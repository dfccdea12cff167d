import { z } from 'zod'
import { optionalText, revision, text } from '../web/fields.ts'

export const articleSchema = z.object({ body: optionalText(20_000), revision })
export type ArticleInput = z.output<typeof articleSchema>

/** Which version the mission has read; an unreadable number is that of none. */
export const versionSchema = z.object({ version: z.coerce.number().int().catch(0) })

export const returnSchema = z.object({
  reason: text(3_000, 'Dites aux copilotes ce qui manque ou ce qui est à corriger : ce motif leur sera envoyé.'),
})
