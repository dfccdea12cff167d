import { db } from '../db.ts'

/** Whether the review of the year of a list was sent: its figures are those of that day. */
export const isReviewSent = async (planId: string) => (await db.planReview.count({ where: { planId, status: { not: 'draft' } } })) > 0

const sentReviewSentence = 'Le bilan de l’année est déjà transmis : cette modification n’y figurera pas.'

/** What to add to the success of a change of a sheet, with a space before it; "" as long as the review is not sent. */
export const sentReviewNote = async ({ planId }: { planId: string }) => ((await isReviewSent(planId)) ? ` ${sentReviewSentence}` : '')
