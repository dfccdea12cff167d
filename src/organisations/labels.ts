import type { OrganisationKind, World } from '../generated/prisma/client.ts'

export const kindLabels: Record<OrganisationKind, string> = {
  company: 'Entreprise',
  business_club: 'Club ou réseau d’entreprises',
  chamber: 'Chambre consulaire',
  professional_body: 'Branche ou organisation professionnelle',
  association: 'Association',
  employment_service: 'Service de l’emploi et de l’insertion (mission locale, France Travail…)',
  local_authority: 'Collectivité',
  parents: 'Parents d’élèves',
  public_service: 'Autre service public',
  other: 'Autre',
}

export const kinds = Object.keys(kindLabels) as [OrganisationKind, ...OrganisationKind[]]
export const kindOptions = kinds.map((value) => ({ value, label: kindLabels[value] }))

/** The world of an organisation of this kind, unless another is chosen. */
export const usualWorlds: Record<OrganisationKind, World> = {
  company: 'economy',
  business_club: 'economy',
  chamber: 'economy',
  professional_body: 'economy',
  association: 'economy',
  employment_service: 'employment',
  local_authority: 'community',
  parents: 'community',
  public_service: 'community',
  other: 'economy',
}
