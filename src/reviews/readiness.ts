import { conflict } from '../errors.ts'
import type { PlanReview } from '../generated/prisma/client.ts'
import { formatDay, plural } from '../web/view-helpers.ts'
import { dueSheets, isDue, type ReviewContent } from './content.ts'
import { hasFrozenSheets, isReviewSeason, seasonStart } from './years.ts'

type Written = Pick<PlanReview, 'schoolYear' | 'text'>

/** Throws 409 for a review that can't be approved yet: empty, or with actions that wait for their figures, as long as their sheets may receive them (R9). */
export function refuseUnready({ schoolYear, text }: Written, content: ReviewContent) {
  const due = dueSheets(content)
  if (due.length > 0 && !hasFrozenSheets(schoolYear)) throw conflict(`${plural(due.length, 'action attend ses chiffres', 'actions attendent leurs chiffres')} : indiquez sur chaque fiche ce qu’elle est devenue, puis approuvez le bilan.`)
  if (text === '' && content.achieved.length + content.missed.length === 0) throw conflict('Ce bilan est vide : écrivez ce que le CLEE a fait cette année, puis approuvez-le.')
}

/** Whether nothing has changed in a review since the mission returned it. */
export const isUnchanged = (review: Pick<PlanReview, 'returnedPrint'> | null, print: string) => review !== null && review.returnedPrint === print

/** Throws 409 for a review that the mission has returned, and in which nothing has changed since. */
export function refuseUnchanged(review: PlanReview | null, print: string) {
  if (isUnchanged(review, print)) throw conflict('Le texte et les chiffres sont ceux que la mission a renvoyés\u00a0: complétez le texte ou les fiches, ou répondez-lui dans le texte, puis approuvez le bilan.')
}

const said = (count: number, one: string, several: string) => (count > 0 ? [plural(count, one, several)] : [])

/** What a review would leave without, a sentence each: none of it forbids the approval. */
export function warningsOf({ schoolYear, text }: Written, content: ReviewContent) {
  const undated = content.awaited.filter(({ startsOn }) => startsOn === null).length
  const coming = content.awaited.filter((sheet) => !isDue(sheet)).length
  return [
    ...(isReviewSeason(schoolYear) ? [] : [`L’année scolaire n’est pas finie\u00a0: un bilan s’approuve d’ordinaire à partir du ${formatDay(seasonStart(schoolYear))}.`]),
    ...said(coming, 'action est encore à venir\u00a0: elle ne sera pas comptée.', 'actions sont encore à venir\u00a0: elles ne seront pas comptées.'),
    ...said(undated, 'action n’a pas de date\u00a0: elle ne sera pas comptée.', 'actions n’ont pas de date\u00a0: elles ne seront pas comptées.'),
    ...said(content.awaited.length - coming - undated, 'action passée est restée sans chiffres.', 'actions passées sont restées sans chiffres.'),
    ...said(content.total.proposed, 'action est encore proposée, sans l’accord des deux côtés.', 'actions sont encore proposées, sans l’accord des deux côtés.'),
    ...(text === '' ? ['Aucun texte n’est écrit.'] : []),
  ]
}
