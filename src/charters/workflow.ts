import type { CharterStatus, Role } from '../generated/prisma/client.ts'

export type Move = 'submission' | 'validation' | 'return'
type Transition = { from: CharterStatus; to: CharterStatus; by: Role[] }

/** Who moves a charter from where to where. A returned version stays as it was sent: the correction is a new version (R7). */
export const transitions: Record<Move, Transition> = {
  submission: { from: 'draft', to: 'submitted', by: ['school_head', 'company'] },
  validation: { from: 'submitted', to: 'validated', by: ['mission'] },
  return: { from: 'submitted', to: 'returned', by: ['mission'] },
}

export const charterStates: Record<CharterStatus, { label: string; kind: 'new' | 'info' | 'success' | 'warning' }> = {
  draft: { label: 'Projet', kind: 'new' },
  submitted: { label: 'Transmise', kind: 'info' },
  returned: { label: 'Renvoyée pour complément', kind: 'warning' },
  validated: { label: 'Validée', kind: 'success' },
  replaced: { label: 'Remplacée', kind: 'info' },
}
