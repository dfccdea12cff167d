import { z } from 'zod'
import { actionTypeKeys } from '../actions/vocabulary.ts'
import type { InquiryKind } from '../generated/prisma/client.ts'
import { choice, email, line, optionalLine, optionalNote, personName, revision, text, withRules, type Rule } from '../web/fields.ts'
import { inquirerKeys, structured, ways } from './labels.ts'

const typed = z.string().transform((value) => value.trim().slice(0, 200)).catch('')

/** Whom a message is for, as the address carries it: a CLEE, a bassin, a commune (INSEE), the mission; `lieu` is a place as typed. What is unreadable chooses nothing. */
export const placeSchema = z.object({
  clee: typed,
  bassin: typed,
  commune: typed,
  lieu: typed,
  destinataire: z.literal('mission').or(z.literal('')).catch(''),
})
export type Place = z.output<typeof placeSchema>

const messageLength = 5_000

const person = {
  inquirerKind: choice(inquirerKeys, 'Dites qui vous êtes.'),
  firstName: personName('Saisissez votre prénom.'),
  lastName: personName('Saisissez votre nom.'),
  email,
  structureName: optionalLine(200),
}
const proposal = {
  actionType: choice(actionTypeKeys, 'Choisissez le type d’action.'),
  period: optionalLine(160),
}
/** What a form does not ask, whatever is sent. */
const fixed = (value: string) => z.preprocess(() => value, z.string())
const noProposal = { actionType: fixed(''), period: fixed(''), expected: fixed('') }
const message = (sentence: string) => text(messageLength, sentence)

const forms = {
  question: z.object({ ...person, subject: line(160, 'Dites en quelques mots l’objet de votre question.'), message: message('Écrivez votre question.'), ...noProposal }),
  membership: z.object({ ...person, subject: fixed(ways.membership.title), message: message('Dites ce qui vous amène, et ce que vous aimeriez apporter.'), ...noProposal }),
  proposal: z.object({ ...person, subject: line(160, 'Donnez un titre à l’action.'), ...proposal, message: message('Décrivez l’action que vous proposez.'), expected: optionalNote(2_000) }),
}
export type InquiryInput = z.output<(typeof forms)['question']>

const structureRule: Rule<InquiryInput> = [
  'structureName',
  'Saisissez le nom de votre structure : entreprise, association, collectivité ou établissement.',
  ({ inquirerKind, structureName }) => !structured.some((kind) => kind === inquirerKind) || structureName === undefined || structureName !== '',
]

/** The form of each way to take part; what a way does not ask is read as empty. */
export const inquirySchemas = Object.fromEntries(Object.entries(forms).map(([kind, form]) => [kind, withRules(form as typeof forms.question, [structureRule])])) as unknown as Record<InquiryKind, z.ZodType<InquiryInput>>

/** A message in a thread; `revision` is that of the thread its writer has read. */
export const replySchema = z.object({ body: text(messageLength, 'Écrivez votre message.'), revision })
export type ReplyInput = z.output<typeof replySchema>
