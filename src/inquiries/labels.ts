import type { InquirerKind, InquiryKind, InquiryStatus } from '../generated/prisma/client.ts'

type Way = { key: string; label: string; title: string; lead: string; subject: string }

/** The three ways to take part: the last part of their address, and the words of their pages. */
export const ways: Record<InquiryKind, Way> = {
  question: { key: 'question', label: 'Question', title: 'Poser une question', lead: 'Un stage, une visite, un contact, une démarche : demandez à ceux qui animent le réseau près de chez vous.', subject: 'Objet' },
  membership: { key: 'adhesion', label: 'Adhésion', title: 'Rejoindre un CLEE', lead: 'Un CLEE est ouvert à tous ceux qui veulent rapprocher l’école et les métiers. Y participer est bénévole et gratuit.', subject: '' },
  proposal: { key: 'proposition', label: 'Proposition d’action', title: 'Proposer une action', lead: 'Chacun peut être force de proposition : une visite, un témoignage, un forum, une idée à mener ensemble.', subject: 'Titre de l’action' },
}
export const kindOfWay = (key: string) => (Object.keys(ways) as InquiryKind[]).find((kind) => ways[kind].key === key) ?? null

export const inquirerKinds: Record<InquirerKind, string> = {
  company: 'Une entreprise',
  self_employed: 'Un indépendant',
  association: 'Une association',
  public_employer: 'Un employeur public',
  school_staff: 'Un personnel d’établissement scolaire',
  family: 'Une famille',
  other: 'Autre',
}
export const inquirerKeys = Object.keys(inquirerKinds) as [InquirerKind, ...InquirerKind[]]

/** The same in a list, without its article. */
export const inquirerLabels: Record<InquirerKind, string> = {
  company: 'Entreprise',
  self_employed: 'Indépendant',
  association: 'Association',
  public_employer: 'Employeur public',
  school_staff: 'Établissement scolaire',
  family: 'Famille',
  other: 'Autre',
}

/** Those who write in the name of a structure. */
export const structured = ['company', 'association', 'public_employer', 'school_staff'] satisfies InquirerKind[]

type Badge = { label: string; kind: 'new' | 'info' | 'success' | 'warning' }

/** A state as those who answer read it. */
export const inquiryStates: Record<InquiryStatus, Badge> = {
  unconfirmed: { label: 'À confirmer', kind: 'info' },
  open: { label: 'Attend une réponse', kind: 'warning' },
  answered: { label: 'Répondue', kind: 'success' },
  closed: { label: 'Close', kind: 'info' },
}

/** The same for who asks. */
export const threadStates: Record<InquiryStatus, Badge> = {
  unconfirmed: { label: 'À confirmer', kind: 'warning' },
  open: { label: 'En attente de réponse', kind: 'info' },
  answered: { label: 'Répondue', kind: 'success' },
  closed: { label: 'Close', kind: 'info' },
}
