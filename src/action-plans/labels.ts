import type { PlanStatus, Role } from '../generated/prisma/client.ts'

type Plan = { status: PlanStatus; submittedAt: Date | null; hasChanges: boolean }

const planStates: Record<PlanStatus, { label: string; kind: 'new' | 'info' | 'success' | 'warning' }> = {
  draft: { label: 'En préparation', kind: 'new' },
  submitted: { label: 'Transmise', kind: 'info' },
  questioned: { label: 'Question de la mission', kind: 'warning' },
  acknowledged: { label: 'Reçue par la mission', kind: 'success' },
}

/** Where a list stands, as a badge; null when it is not begun. A question is to be answered, whatever changed meanwhile. */
export function planState(plan: Plan | null) {
  if (!plan) return null
  if (plan.submittedAt && plan.hasChanges && plan.status !== 'questioned') return { label: 'Modifiée depuis l’envoi', kind: 'warning' as const }
  return planStates[plan.status]
}

/** In what quality somebody writes about a list. */
export const writerLabels: Record<Role, string> = {
  mission: 'mission académique',
  coordinator: 'coordination de bassin',
  school_head: 'copilote du monde éducatif',
  company: 'copilote du monde économique',
}
