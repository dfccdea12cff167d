import { z } from 'zod'
import { figureShape, indicatorRows, numbered } from '../actions/fields.ts'
import { seenField } from '../seen.ts'
import { achievedOutcomes, outcomes } from '../actions/workflow.ts'
import { choice, codes, optionalCount, optionalDay, optionalText, revision, text, withRules, type Rule } from '../web/fields.ts'
import type { ActionOutcome } from '../generated/prisma/client.ts'

const outcomeKeys = Object.keys(outcomes) as [ActionOutcome, ...ActionOutcome[]]
const reason = optionalText(1_000)

/** The revision of the sheet that was read before agreeing. */
export const agreementSchema = z.object({ seen: revision.catch(0) })

/** Actions ticked in a list, each as "id:revision": an agreement is given to the sheet that the list showed. */
export const agreementsSchema = z.object({ ids: codes(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:\d{1,9}$/, 'Cochez des actions de la liste.', 200) })

export const planningSchema = z.object({ startsOn: optionalDay.refine((day) => day !== null, 'Indiquez la date, ou le début de la période.'), endsOn: optionalDay })
  .refine(({ startsOn, endsOn }) => !startsOn || !endsOn || endsOn >= startsOn, { path: ['endsOn'], error: 'La fin vient avant le début : corrigez l’une des deux dates.' })

export const cancellationSchema = z.object({ reason: text(1_000, 'Dites pourquoi l’action est annulée.') })

export const postponementSchema = z.object({ reason: text(1_000, 'Dites pourquoi l’action est reportée.'), startsOn: optionalDay, endsOn: optionalDay })
  .refine(({ startsOn, endsOn }) => !endsOn || (startsOn !== null && endsOn >= startsOn), { path: ['endsOn'], error: 'La fin vient avant le début : corrigez l’une des deux dates.' })
export type PostponementInput = z.output<typeof postponementSchema>

type Achieved = { outcome: string; outcomeReason: string; pupilsReached: number | null; girlsReached: number | null }
const achievedRules = [
  ['outcomeReason', 'Dites pourquoi : ce qui a manqué, ou ce qui a empêché l’action.', ({ outcome, outcomeReason }) => outcome === undefined || ['', 'done'].includes(outcome) || outcomeReason !== ''],
  ['girlsReached', 'Les filles sont comptées parmi les élèves : ce nombre ne peut pas dépasser celui des élèves.', ({ pupilsReached, girlsReached }) => typeof girlsReached !== 'number' || pupilsReached === undefined || girlsReached <= (pupilsReached ?? 0)],
] satisfies Rule<Achieved>[]

const review = z.object({
  outcome: choice(['', ...outcomeKeys], 'Dites ce qu’il est advenu de l’action.'),
  outcomeReason: reason,
  ...figureShape,
  ...numbered('indicatorAchieved', indicatorRows, optionalCount(1_000_000_000)),
  strengths: optionalText(3_000),
  improvements: optionalText(3_000),
  repeatsNextYear: choice(['', 'oui', 'non'], 'Choisissez une réponse de la liste.').transform((answer) => (answer === '' ? null : answer === 'oui')),
  seen: seenField,
  step: choice(['', 'terminer'], 'Rechargez la page.'),
})
export type ReviewInput = z.output<typeof review>
const figureFields = ['pupilsReached', 'girlsReached', 'adultsReached', 'classesReached'] as const
const isAchieved = (outcome: string | undefined) => outcome === undefined || achievedOutcomes.some((one) => one === outcome)
export const reviewSchema = withRules(review, [
  ...(achievedRules as Rule<ReviewInput>[]),
  ['outcome', 'Avant de terminer le bilan, dites ce qu’il est advenu de l’action.', ({ outcome, step }) => step !== 'terminer' || outcome !== ''],
  // R12: what is counted was done.
  ['outcome', 'Des chiffres réalisés sont saisis : dites que l’action a eu lieu, ou effacez-les.', (typed) => isAchieved(typed.outcome) || figureFields.every((field) => typeof typed[field] !== 'number')],
])
