import { z } from 'zod'
import { hasTooManyParts, maxListDepth, nestsTooDeep, tooManyParts } from '../markdown.ts'
import { optionalText, revision, text } from '../web/fields.ts'

const textMaximum = 10_000
const reasonMaximum = 2_000

/** The co-pilots' text, Markdown. */
export const reviewTextSchema = z.object({
  text: optionalText(textMaximum)
    .refine((written) => !hasTooManyParts(written), tooManyParts)
    .refine((written) => !nestsTooDeep(written), `Ce texte emboîte trop de listes les unes dans les autres\u00a0: gardez ${maxListDepth} niveaux au plus.`),
  revision,
})

const receipt = z.string().max(40).catch('')

/** Which of the reviews sent the mission has read; an unreadable receipt is that of none. */
export const receiptSchema = z.object({ receipt })

export const returnSchema = z.object({ receipt, reason: text(reasonMaximum, 'Dites aux copilotes ce qu’il faut compléter.') })

/** Why the co-pilots ask for the review that they have sent. */
export const returnRequestSchema = z.object({ receipt, reason: text(reasonMaximum, 'Dites à la mission pourquoi vous demandez ce renvoi.') })

/** By what the page says which text and figures it showed; an unreadable print is that of none. */
export const approvalSchema = z.object({ print: z.string().max(60).catch('') })
