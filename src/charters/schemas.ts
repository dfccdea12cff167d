import { z } from 'zod'
import { seenField } from '../seen.ts'
import { optionalLine, optionalText, revision, text } from '../web/fields.ts'

const toTexts = (typed: unknown): string[] => (Array.isArray(typed) ? typed : [typed]).filter((text) => typeof text === 'string')

export const articleMaximum = 20_000
export const priorityCount = 5

/** The text of an article and, for that of the objectives, what was ticked and added. */
export const articleSchema = z.object({
  body: optionalText(articleMaximum),
  axes: z.preprocess(toTexts, z.array(z.string().max(300)).max(50)),
  priorities: z.preprocess((typed) => toTexts(typed).filter((text) => text.trim() !== ''), z.array(optionalLine(200)).max(priorityCount, `Gardez ${priorityCount} priorités au plus.`)),
  revision,
})
export type ArticleInput = z.output<typeof articleSchema>

/** Which version the page showed, and which of its sendings; an unreadable number is that of none. */
export const shownSchema = z.object({ version: z.coerce.number().int().catch(0), proposal: seenField })

export const objectionSchema = z.object({
  reason: text(3_000, 'Dites à l’autre copilote ce qui ne convient pas : ce texte lui sera envoyé.'),
})

export const returnSchema = z.object({
  reason: text(3_000, 'Dites aux copilotes ce qui manque ou ce qui est à corriger : ce motif leur sera envoyé.'),
})
