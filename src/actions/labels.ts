import type { ActionOutcome, ActionState, Visibility } from '../generated/prisma/client.ts'
import { actionTypes, audiences, avenirGoals, levels, sectors, visibilities } from './vocabulary.ts'
import { stateBadgeOf } from './workflow.ts'

type Coded = { type: string; state: ActionState; outcome: ActionOutcome | null; retainedAt: Date | null; audiences: string[]; levels: string[]; avenirGoals: string[]; sectors: string[]; visibility: Visibility }

const labelsOf = (words: Record<string, string>, keys: string[]) => keys.map((key) => words[key] ?? key)

/** An action with the French words of its codes. */
export const withLabels = <A extends Coded>(action: A) => ({
  ...action,
  typeLabel: labelsOf(actionTypes, [action.type])[0] ?? action.type,
  stateBadge: stateBadgeOf(action),
  audienceLabels: labelsOf(audiences, action.audiences),
  levelLabels: labelsOf(levels, action.levels),
  avenirLabels: labelsOf(avenirGoals, action.avenirGoals),
  sectorLabels: labelsOf(sectors, action.sectors),
  visibilityLabel: visibilities[action.visibility].label,
})
