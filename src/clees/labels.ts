import type { CleeStatus, LegalForm } from '../generated/prisma/client.ts'

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' | 'error' }

export const cleeStates: Record<CleeStatus, Badge> = {
  draft: { label: 'Déclaration en cours', kind: 'new' },
  declared: { label: 'En cours d’installation', kind: 'info' },
  active: { label: 'Actif', kind: 'success' },
  vacant: { label: 'Copilotage vacant', kind: 'warning' },
  dormant: { label: 'En sommeil', kind: 'warning' },
  closed: { label: 'Fermé', kind: 'error' },
}

export const legalForms: Record<LegalForm, string> = {
  none: 'Aucune : le CLEE n’a pas d’existence juridique',
  association: 'Association',
  carried: 'Porté par une organisation',
}

/** « Association », « Porté par : CCI d’Ille-et-Vilaine ». */
export const legalFormOf = ({ legalForm, carrier }: { legalForm: LegalForm; carrier: { name: string } | null }) =>
  carrier ? `Porté par\u00a0: ${carrier.name}` : legalForms[legalForm]
