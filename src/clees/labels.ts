import type { CleeStatus } from '../generated/prisma/client.ts'

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }

export const cleeStates: Record<CleeStatus, Badge> = {
  draft: { label: 'Déclaration en cours', kind: 'new' },
  declared: { label: 'En cours d’installation', kind: 'info' },
  active: { label: 'Actif', kind: 'success' },
}
