import type { AccountRequestStatus } from '../generated/prisma/client.ts'

export const requestLabels: Record<AccountRequestStatus, { label: string; kind: 'info' | 'success' | 'warning' | 'error' }> = {
  unconfirmed: { label: 'Adresse à confirmer', kind: 'info' },
  waiting: { label: 'En attente', kind: 'warning' },
  accepted: { label: 'Acceptée', kind: 'success' },
  refused: { label: 'Refusée', kind: 'error' },
}
