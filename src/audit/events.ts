/** Every event of the journal, with the sentence that the mission reads. */
export const auditEvents = {
  'session.start': 'Connexion',
  'account.opening': 'Compte ouvert par l’administration technique',
  'invitation.acceptance': 'Invitation acceptée',
  'invitation.sending': 'Invitation envoyée',
  'clee.creation': 'Déclaration commencée',
  'clee.identity': 'Identité modifiée',
  'clee.territory': 'Territoire modifié',
  'clee.declaration': 'Mise en place déclarée à la mission',
  'clee.acknowledgement': 'Prise d’acte par la mission',
  'clee.activation': 'CLEE actif',
  'clee.deletion': 'Brouillon de déclaration supprimé',
  'copilot.designation': 'Copilote désigné',
  'member.addition': 'Membre ajouté',
  'member.removal': 'Membre retiré',
  'charter.creation': 'Charte commencée',
  'charter.article': 'Article de la charte modifié',
  'charter.submission': 'Charte transmise',
  'charter.validation': 'Charte validée',
  'charter.return': 'Charte renvoyée pour complément',
  'charter.revision': 'Révision de la charte commencée',
  'action.addition': 'Action ajoutée',
  'action.change': 'Action modifiée',
  'action.removal': 'Action retirée',
  'plan.submission': 'Liste des actions transmise',
  'plan.acknowledgement': 'Liste des actions reçue par la mission',
  'schools.import': 'Établissements importés',
} as const

export type AuditEvent = keyof typeof auditEvents
export const auditEventNames = Object.keys(auditEvents) as AuditEvent[]
