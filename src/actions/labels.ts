import type { PlanStatus, Visibility } from '../generated/prisma/client.ts'
import { actionTypes, audiences, visibilities, type ActionType, type Audience } from './vocabulary.ts'

type Coded = { type: string; audiences: string[]; visibility: Visibility }

/** An action with the French words of its type, its audiences and its visibility. */
export const withLabels = <A extends Coded>(action: A) => ({
  ...action,
  typeLabel: actionTypes[action.type as ActionType] ?? action.type,
  audienceLabels: action.audiences.map((key) => audiences[key as Audience] ?? key),
  visibilityLabel: visibilities[action.visibility].label,
})

type Plan = { status: PlanStatus; submittedAt: Date | null; hasChanges: boolean }

const planStates: Record<PlanStatus, { label: string; kind: 'new' | 'info' | 'success' | 'warning' }> = {
  draft: { label: 'En préparation', kind: 'new' },
  submitted: { label: 'Transmise', kind: 'info' },
  acknowledged: { label: 'Reçue par la mission', kind: 'success' },
}

/** Where a list stands, as a badge; null when it is not begun. */
export function planState(plan: Plan | null) {
  if (!plan) return null
  if (plan.submittedAt && plan.hasChanges) return { label: 'Modifiée depuis l’envoi', kind: 'warning' as const }
  return planStates[plan.status]
}
