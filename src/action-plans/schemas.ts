import { z } from 'zod'
import { text } from '../web/fields.ts'

/** Which of the lists sent the mission has read; an unreadable receipt is that of none. */
export const receiptSchema = z.object({ receipt: z.string().catch('') })

/** A question about the list that was read. */
export const questionSchema = receiptSchema.extend({ body: text(2_000, 'Écrivez votre question.') })
export type QuestionInput = z.output<typeof questionSchema>

/** An answer to the question that was read. */
export const answerSchema = receiptSchema.extend({ question: z.string().catch(''), body: text(2_000, 'Écrivez votre réponse.') })
export type AnswerInput = z.output<typeof answerSchema>
