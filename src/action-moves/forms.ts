import { indicatorRows } from '../actions/fields.ts'
import type { FullAction } from '../actions/queries.ts'
import { outcomes } from '../actions/workflow.ts'
import { outcomesIn } from './review.ts'
import { figureFields } from './sentences.ts'

/** What the form of a review offers, by the state of its action. */
export const reviewForm = (action: FullAction) => ({
  outcomes: outcomesIn[action.state].map((value) => ({ value, label: outcomes[value] })),
  figures: figureFields,
  indicators: indicatorRows.flatMap((row) => {
    const indicator = action.indicators.find(({ position }) => position === row - 1)
    return indicator ? [{ name: `indicatorAchieved${row}`, label: indicator.label, target: indicator.target }] : []
  }),
  repeats: [{ value: 'oui', label: 'Oui' }, { value: 'non', label: 'Non' }],
})

