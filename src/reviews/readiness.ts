import { conflict } from '../errors.ts'
import type { PlanReview } from '../generated/prisma/client.ts'
import { plural } from '../web/view-helpers.ts'
import { dueSheets, type ReviewContent } from './content.ts'
import { hasFrozenSheets } from './years.ts'

/** Throws 409 for a review that can't be approved yet: empty, or with actions that wait for their figures, as long as their sheets may receive them (R9). */
export function refuseUnready({ schoolYear, text }: PlanReview, content: ReviewContent) {
  const due = dueSheets(content)
  if (due.length > 0 && !hasFrozenSheets(schoolYear)) throw conflict(`${plural(due.length, 'action attend ses chiffres', 'actions attendent leurs chiffres')} : indiquez sur chaque fiche ce qu’elle est devenue, puis approuvez le bilan.`)
  if (text === '' && content.achieved.length + content.missed.length === 0) throw conflict('Ce bilan est vide : écrivez ce que le CLEE a fait cette année, puis approuvez-le.')
}
