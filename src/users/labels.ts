import type { Role } from '../generated/prisma/client.ts'

export const roleLabels: Record<Role, string> = {
  school_head: 'Direction d’établissement',
  company: 'Monde économique',
  coordinator: 'Coordination de bassin',
  mission: 'Mission académique',
}

export const roleHints: Record<Role, string> = {
  school_head: 'Déclare et copilote un CLEE.',
  company: 'Copilote un CLEE, avec les mêmes droits.',
  coordinator: 'Suit les CLEE de ses bassins, pour l’année scolaire en cours.',
  mission: 'Suit tout le réseau, valide les chartes, gère les comptes.',
}

export const roleOptions = Object.entries(roleLabels).map(([value, label]) => ({ value, label }))

export const accountStates = {
  actif: { label: 'Actif', kind: 'success' },
  invite: { label: 'Invité, jamais ouvert', kind: 'info' },
  desactive: { label: 'Désactivé', kind: 'warning' },
} as const
export type AccountState = keyof typeof accountStates

/** The state of an account, from what the row says. */
export const stateOf = ({ isActive, passwordHash }: { isActive: boolean; passwordHash: string | null }): AccountState => (isActive ? (passwordHash ? 'actif' : 'invite') : 'desactive')
