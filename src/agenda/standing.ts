import type { ActionOutcome, ActionState } from '../generated/prisma/client.ts'

/** What becomes of an announced action, as its readers need to know it. */
export type Standing = 'retained' | 'planned' | 'done' | 'cancelled' | 'postponed'
type Badge = { label: string; kind: 'success' | 'warning' | 'error' }

const byState: Record<Exclude<ActionState, 'reviewed'>, Standing> = { proposed: 'retained', retained: 'retained', planned: 'planned', done: 'done', cancelled: 'cancelled', postponed: 'postponed' }
const byOutcome: Record<ActionOutcome, Standing> = { done: 'done', partly: 'done', cancelled: 'cancelled', postponed: 'postponed' }

/** Once reviewed, an action is what came of it. */
export const standingOf = ({ state, outcome }: { state: ActionState; outcome: ActionOutcome | null }): Standing =>
  state === 'reviewed' ? byOutcome[outcome ?? 'done'] : byState[state]

/** Nothing to say of what takes place as announced. */
export const standingBadges: Record<Standing, Badge | null> = {
  retained: null,
  planned: null,
  done: { label: 'Réalisée', kind: 'success' },
  cancelled: { label: 'Annulée', kind: 'error' },
  postponed: { label: 'Reportée', kind: 'warning' },
}

/** Whether it is still to take place, on the days that it says. */
export const isComing = (standing: Standing) => standing === 'retained' || standing === 'planned'
