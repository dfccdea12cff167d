import type { ActionOutcome, ActionState } from '../generated/prisma/client.ts'

export type ActionMove = 'agreement' | 'planning' | 'completion' | 'cancellation' | 'postponement' | 'review' | 'reopening'
/** Who moves it: the co-pilots, each for their side (codécision), or whoever may edit the CLEE. */
type Mover = 'sides' | 'editors'
type Transition = { from: ActionState[]; to: ActionState; by: Mover }

/**
 * Who moves an action from where to where (domain.md §6). An agreement leads to `retained` once both sides have given theirs;
 * `reopening` is the way back from a mistake.
 */
export const transitions: Record<ActionMove, Transition> = {
  agreement: { from: ['proposed'], to: 'retained', by: 'sides' },
  planning: { from: ['retained', 'postponed'], to: 'planned', by: 'editors' },
  completion: { from: ['retained', 'planned'], to: 'done', by: 'editors' },
  cancellation: { from: ['proposed', 'retained', 'planned', 'postponed'], to: 'cancelled', by: 'editors' },
  postponement: { from: ['retained', 'planned'], to: 'postponed', by: 'editors' },
  review: { from: ['done', 'cancelled', 'postponed'], to: 'reviewed', by: 'editors' },
  reopening: { from: ['done', 'cancelled', 'reviewed'], to: 'retained', by: 'editors' },
}

export const actionStates: Record<ActionState, { label: string; kind: 'new' | 'info' | 'success' | 'warning' | 'error' }> = {
  proposed: { label: 'Proposée', kind: 'new' },
  retained: { label: 'Retenue', kind: 'info' },
  planned: { label: 'Planifiée', kind: 'info' },
  done: { label: 'Réalisée', kind: 'success' },
  cancelled: { label: 'Annulée', kind: 'error' },
  postponed: { label: 'Reportée', kind: 'warning' },
  reviewed: { label: 'Bilan fait', kind: 'success' },
}
export const actionStateKeys = Object.keys(actionStates) as [ActionState, ...ActionState[]]

/** Still to come, or under way: what awaits its figures once its day is past. */
export const comingStates = ['retained', 'planned'] satisfies ActionState[]

export const outcomes: Record<ActionOutcome, string> = {
  done: 'Réalisée',
  partly: 'Réalisée en partie',
  cancelled: 'Annulée',
  postponed: 'Reportée',
}

type Told = { outcome: ActionOutcome | null; retainedAt: Date | null }
/** A proposal cancelled before both sides had agreed: never an action of the year, it counts nowhere among the cancelled ones. */
export const isDropped = ({ outcome, retainedAt }: Told) => outcome === 'cancelled' && retainedAt === null

const droppedBadge = { label: 'Proposition annulée', kind: 'error' } as const
/** The badge of an action by its state. */
export const stateBadgeOf = (action: Told & { state: ActionState }) => (isDropped(action) ? droppedBadge : actionStates[action.state])

/** What a review adds up (R12). */
export const achievedOutcomes = ['done', 'partly'] satisfies ActionOutcome[]

/** Where reopening leads: what was cancelled before both sides had agreed is no more than a proposal. */
export const stateBefore = ({ retainedAt }: { retainedAt: Date | null }) => (retainedAt === null ? 'proposed' : 'retained') satisfies ActionState
