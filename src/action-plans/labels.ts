import type { PlanStatus, Role } from '../generated/prisma/client.ts'

type Plan = { status: PlanStatus; submittedAt: Date | null; hasChanges: boolean }

type PlanKey = PlanStatus | 'none'
type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }

/** The badge of a list, in the order of its life. */
export const planStates: Record<PlanKey, Badge> = {
  none: { label: 'Pas commencée', kind: 'new' },
  draft: { label: 'En préparation', kind: 'new' },
  submitted: { label: 'Transmise', kind: 'info' },
  questioned: { label: 'Question de la mission', kind: 'warning' },
  acknowledged: { label: 'Reçue par la mission', kind: 'success' },
}

// A passage begins empty lists: one without an action, never sent, is not begun.
export const planKey = (plan: Plan | null, actions: number): PlanKey => (!plan || (actions === 0 && !plan.submittedAt) ? 'none' : plan.status)

/** Of whom no list is awaited. */
export const unawaited: Badge = { label: 'Sans objet', kind: 'info' }

export const changedState: Badge = { label: 'Modifiée depuis l’envoi', kind: 'warning' }
export const hasChangedSince = (plan: Plan | null) => Boolean(plan?.submittedAt && plan.hasChanges)

/** Where a list of so many actions stands. A question is to be answered, whatever changed meanwhile. */
export const planState = (plan: Plan | null, actions: number): Badge =>
  hasChangedSince(plan) && plan?.status !== 'questioned' ? changedState : planStates[planKey(plan, actions)]

/** In what quality somebody writes about a list. */
export const writerLabels: Record<Role, string> = {
  mission: 'mission académique',
  coordinator: 'coordination de bassin',
  school_head: 'copilote du monde éducatif',
  company: 'copilote du monde économique',
}
