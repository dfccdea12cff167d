import { z } from 'zod'
import { checkbox, optionalNote, revision, text } from '../web/fields.ts'
import { baskets } from './policy.ts'

export const shownStates = ['open', 'answered', 'closed'] as const
const kinds = ['question', 'membership', 'proposal'] as const

/** Filters of the list, as its address carries them; what is unreadable filters nothing. */
export const inquiryFiltersSchema = z.object({
  panier: z.enum(baskets).catch('a-traiter'),
  texte: z.string().transform((value) => value.trim().slice(0, 200)).catch(''),
  etat: z.enum(shownStates).or(z.literal('')).catch(''),
  type: z.enum(kinds).or(z.literal('')).catch(''),
  clee: z.string().max(200).catch(''),
})
export type InquiryFilters = z.output<typeof inquiryFiltersSchema>

/** Who has it in charge, as the page showed it; "" for nobody. */
export const chargeSchema = z.object({ owner: z.uuid('Rechargez la page.').or(z.literal('')) })

/** An answer; `reopens` when the page that it was sent from showed a closed inquiry. */
export const answerSchema = z.object({ body: text(5_000, 'Écrivez votre réponse.'), revision, reopens: checkbox })
export type AnswerInput = z.output<typeof answerSchema>

export const transferSchema = z.object({ to: z.string('Choisissez à qui transmettre.').regex(/^(mission|(clee|bassin):[\da-f-]{36})$/, 'Choisissez à qui transmettre.'), word: optionalNote(2_000), revision })
export type TransferInput = z.output<typeof transferSchema>

/** A word to who asks, sent with what closes their inquiry; "" for none. */
export const closingSchema = z.object({ word: optionalNote(5_000), revision })
export type ClosingInput = z.output<typeof closingSchema>
