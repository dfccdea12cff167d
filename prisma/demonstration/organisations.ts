import type { OrganisationKind } from '../../src/generated/prisma/client.ts'

const kindsByName: [RegExp, OrganisationKind][] = [
  [/^(Mission locale|France Travail|Point accueil emploi)/, 'employment_service'],
  [/^Chambre de /, 'chamber'],
  [/^Club /, 'business_club'],
  [/parents d’élèves/, 'parents'],
  [/Agglomération$|Communauté$|^Communauté de communes|Couesnon Marches de Bretagne$|Métropole$|^Ville de /, 'local_authority'],
  [/^(Chantier d’insertion|Coopérative d’activité)/, 'association'],
]

/** The kind of an organisation of the demonstration, which its name tells. */
export const kindOf = (name: string): OrganisationKind => kindsByName.find(([pattern]) => pattern.test(name))?.[1] ?? 'company'

/** Invented numbers with a right key: no company's begins with three zeros. */
const sirets: Record<string, string> = {
  'Mécanique de précision Kerhervé': '000 100 016 00013',
  'Logiciels Ty-Koad': '000 100 024 00017',
  'Chantiers navals du Naye': '000 100 032 00010',
  'Fournil de la Rance': '000 100 040 00013',
  'Charpentes du Couesnon': '000 100 057 00017',
}
export const siretOf = (name: string) => sirets[name] ?? ''
