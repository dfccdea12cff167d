/** The pages without a part that varies which search engines are told of; a test holds each public page to be here or below. */
export const listedPages = [
  '/', '/clees', '/carte', '/bassins', '/etablissements', '/agenda', '/participer', '/documents', '/un-clee-c-est-quoi', '/donnees-ouvertes', '/verification', '/demande-de-compte',
  '/mentions-legales', '/donnees-personnelles', '/accessibilite', '/plan-du-site',
]

/** Those that they are not told of: what answers a form, what is not a page, what only moves on. */
export const unlistedPages = ['/api', '/compte-supprime', '/connexion', '/demande-de-compte/envoi', '/etablissements/suggestions', '/mot-de-passe-oublie', '/mot-de-passe-oublie/envoi', '/participer/envoi', '/trouver', '/trouver/suggestions']

/** What robots have nothing to read in: the pages of those who sign in, and searches. */
export const privatePaths = [
  '/actions/recherche', '/actions/*/reprise', '/administration', '/annees-scolaires', '/bilan', '/compte', '/connexion', '/coordonnateurs', '/courriels', '/declaration', '/deconnexion', '/demandes', '/invitations', '/journal',
  '/liste-des-clees', '/modele-de-charte', '/mot-de-passe', '/organisations', '/tableau-de-bord', '/trouver', '/verification/', '/clees/*/',
  '/*?*recherche=', '/*?*commune=', '/*?*q=',
]

/** Within what is private above, what is not. */
export const publicExceptions = ['/clees/*/agenda.ics', '/clees/*/charte/en-vigueur', '/clees/*/charte/pdf']
