import { approveReview } from '../../src/reviews/approvals.ts'
import { saveReviewText } from '../../src/reviews/commands.ts'
import { reviewPrint } from '../../src/reviews/content.ts'
import { findReview, readContent } from '../../src/reviews/queries.ts'
import { reviewTextSchema } from '../../src/reviews/schemas.ts'
import { sideIn } from '../../src/copilots/seats.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { enter } from './steps.ts'
import type { Step, Who } from './story.ts'

/** A co-pilot writes the review of the year. */
export const writesReview = (who: Who, text: string): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  const revision = (await findReview(clee.id, schoolYearOf()))?.revision ?? 1
  if (!(await saveReviewText(actor, clee, schoolYearOf(), reviewTextSchema.parse({ text, revision })))) throw new Error(`Le bilan de ${stage.slug} a changé entre-temps.`)
}

/** A co-pilot approves it, as it is, for their side. */
export const approvesReview = (who: Who): Step => async (stage) => {
  const { actor, clee } = await enter(stage, who)
  const side = sideIn(actor, clee)
  if (!side) throw new Error(`${stage.slug} : seul un copilote approuve le bilan.`)
  const review = await findReview(clee.id, schoolYearOf())
  await approveReview(actor, clee, schoolYearOf(), side, reviewPrint(review?.text ?? '', await readContent(clee.id, schoolYearOf())))
}
