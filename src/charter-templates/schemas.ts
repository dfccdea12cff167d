import { z } from 'zod'
import { templateFields } from '../charters/template.ts'
import { Signatory } from '../generated/prisma/enums.ts'
import { seenField } from '../seen.ts'
import { joinList } from '../web/view-helpers.ts'
import { checkbox, choices, line, optionalLine, optionalText, revision, text } from '../web/fields.ts'

export const fieldNames = Object.keys(templateFields).map((name) => `{${name}}`)

/** What stands in braces and is not a field, or has no end: a charter would keep it as it is. */
const unknownField = (startingText: string) => (startingText.match(/\{[^{}\n]*\}?/g) ?? []).find((written) => !fieldNames.includes(written))

const startingText = optionalText(20_000).superRefine((written, context) => {
  const unknown = unknownField(written)
  if (unknown) context.addIssue({ code: 'custom', message: `« ${unknown} » n’est pas un champ. Corrigez-le, ou retirez ses accolades. Les champs connus sont ${joinList(fieldNames)}.` })
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

export const publicationSchema = z.object({
  summary: text(2_000, 'Dites aux copilotes ce qui change : ce texte leur est envoyé.'),
  seen: seenField,
})
export type PublicationInput = z.output<typeof publicationSchema>

const wholeNumber = (minimum: number, maximum: number) => {
  const sentence = `Saisissez un nombre entier, de ${minimum} à ${maximum}.`
  return z.string(sentence).trim().regex(/^\d{1,3}$/, sentence).transform(Number).pipe(z.number().min(minimum, sentence).max(maximum, sentence))
}

export const settingsSchema = z.object({
  needsAgreement: checkbox,
  agreementReminderDays: wholeNumber(1, 60),
  validityYears: wholeNumber(1, 10),
  signatories: choices(Object.values(Signatory), 'Choisissez les signataires dans la liste.').refine((chosen) => chosen.length > 0, 'Cochez au moins un signataire.'),
  seen: seenField,
})
export type SettingsInput = z.output<typeof settingsSchema>

/** The CLEE whose data fill the preview; what is unreadable is the first. */
export const previewSchema = z.object({ clee: z.string().max(200).catch('') })
