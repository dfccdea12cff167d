import { z } from 'zod'
import { templateFields } from '../charters/template.ts'
import { hasTooManyParts, tooManyParts } from '../markdown.ts'
import { checkbox, line, optionalLine, optionalText, revision, text } from '../web/fields.ts'
import { joinList } from '../web/view-helpers.ts'

const fieldNames = Object.keys(templateFields).map((name) => `{${name}}`)

/** What stands in braces and is not a field, or has no end: a charter would keep it as it is. */
const unknownField = (startingText: string) => (startingText.match(/\{[^{}\n]*\}?/g) ?? []).find((written) => !fieldNames.includes(written))

const startingText = optionalText(20_000).refine((written) => !hasTooManyParts(written), tooManyParts).superRefine((written, context) => {
  const unknown = unknownField(written)
  if (unknown) context.addIssue({ code: 'custom', message: `« ${unknown.length > 60 ? `${unknown.slice(0, 60)}…` : unknown} » n’est pas un champ. Corrigez-le, ou retirez ses accolades. Les champs connus sont ${joinList(fieldNames)}.` })
})

const toLines = (typed: unknown) => (typeof typed === 'string' ? typed : '').split(/[\r\n]+/).filter((written) => written.trim() !== '')
const axes = z.preprocess(toLines, z.array(optionalLine(300)).max(50, 'Gardez 50 axes au plus.')).transform((lines) => [...new Set(lines.filter(Boolean))])

const articleFields = {
  title: line(120, 'Donnez le titre de l’article.'),
  guidance: text(1_000, 'Dites à qui l’écrit ce que l’article attend.'),
  startingText,
  isMandatory: checkbox,
}

export const newArticleSchema = z.object(articleFields)
export type NewArticleInput = z.output<typeof newArticleSchema>

export const templateArticleSchema = z.object({ ...articleFields, axes, revision })
export type TemplateArticleInput = z.output<typeof templateArticleSchema>

/** Which revision the page showed; an unreadable one is that of none. */
export const revisionSchema = z.object({ revision: z.coerce.number().int().catch(0) })

/** The place to which an article goes, as the page counts them; an unreadable one is none. */
export const placementSchema = z.object({ position: z.coerce.number().int().catch(0) })
