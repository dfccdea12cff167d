import type { CharterStatus, Role } from '../generated/prisma/client.ts'

export type Move = 'proposal' | 'submission' | 'agreement' | 'withdrawal' | 'objection' | 'validation' | 'return'
/** Which side of the co-pilots moves it: either, the one that sent it, or the other. */
type Side = 'either' | 'sender' | 'other'
type Transition = { from: CharterStatus; to: CharterStatus; by: Role[]; side: Side }

const copilots: Role[] = ['school_head', 'company']

/**
 * Who moves a charter from where to where. Codécision: what one side proposes leaves once the other agrees; without it,
 * a submission leaves at once. A returned version stays as it was sent: the correction is a new version (R7).
 */
export const transitions: Record<Move, Transition> = {
  proposal: { from: 'draft', to: 'proposed', by: copilots, side: 'either' },
  submission: { from: 'draft', to: 'submitted', by: copilots, side: 'either' },
  agreement: { from: 'proposed', to: 'submitted', by: copilots, side: 'other' },
  withdrawal: { from: 'proposed', to: 'draft', by: copilots, side: 'sender' },
  objection: { from: 'proposed', to: 'draft', by: copilots, side: 'other' },
  validation: { from: 'submitted', to: 'validated', by: ['mission'], side: 'either' },
  return: { from: 'submitted', to: 'returned', by: ['mission'], side: 'either' },
}

/** A version in the works: written, agreed upon, examined. */
export const worksStatuses: CharterStatus[] = ['draft', 'proposed', 'submitted']

export const charterStates: Record<CharterStatus, { label: string; kind: 'new' | 'info' | 'success' | 'warning' }> = {
  draft: { label: 'Projet', kind: 'new' },
  proposed: { label: 'Accord attendu', kind: 'info' },
  submitted: { label: 'Transmise', kind: 'info' },
  returned: { label: 'Renvoyée pour complément', kind: 'warning' },
  validated: { label: 'Validée', kind: 'success' },
  replaced: { label: 'Remplacée', kind: 'info' },
}
