import type { CleeStatus, Role } from '../generated/prisma/client.ts'

/** A move of a CLEE from state to state; `by` is empty for those that follow from another act. */
type Transition = { from: CleeStatus[]; to: CleeStatus; by: Role[]; needsReason: boolean }

/** One noun per move: the last part of its address, its audit event (`clee.<move>`), and what makes it. */
export const transitions = {
  declaration: { from: ['draft'], to: 'declared', by: ['school_head'], needsReason: false },
  // R2: the mission has taken note and both sides are held.
  activation: { from: ['declared', 'vacant'], to: 'active', by: [], needsReason: false },
  // R2: the last co-pilot of a side has left without a successor.
  vacancy: { from: ['declared', 'active'], to: 'vacant', by: [], needsReason: false },
  dormancy: { from: ['active', 'vacant'], to: 'dormant', by: ['school_head', 'company', 'mission'], needsReason: true },
  relaunch: { from: ['dormant'], to: 'active', by: ['school_head', 'company', 'mission'], needsReason: false },
  closure: { from: ['declared', 'active', 'vacant', 'dormant'], to: 'closed', by: ['mission'], needsReason: true },
  reopening: { from: ['closed'], to: 'dormant', by: ['mission'], needsReason: true },
} as const satisfies Record<string, Transition>

export type CleeMove = keyof typeof transitions
