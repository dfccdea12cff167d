/** The people of a CLEE in the middle of its life, and those who are outside of it. */
export type Person = 'head' | 'company' | 'coordinator' | 'elsewhere' | 'mission' | 'newcomer'

/** What anybody opens without an account: these and no other. */
export const publicRoutes = [
  'GET /',
  'GET /accessibilite',
  'GET /actions/:id',
  'GET /actions/:id/agenda.ics',
  'GET /agenda',
  'GET /agenda.atom',
  'GET /agenda.ics',
  'GET /bassins',
  'GET /bassins.csv',
  'GET /bassins/:slug',
  'GET /bassins/:slug/agenda.ics',
  'GET /clees',
  'GET /clees.csv',
  'GET /clees/:slug',
  'GET /clees/:slug/agenda.ics',
  'GET /clees/:slug/charte/en-vigueur',
  'GET /clees/:slug/charte/pdf',
  'GET /compte-supprime',
  'GET /compte/adresse/:token',
  'GET /connexion',
  'GET /demande-de-compte',
  'GET /demande-de-compte/:token',
  'GET /demande-de-compte/envoi',
  'GET /donnees-personnelles',
  'GET /etablissements',
  'GET /etablissements.csv',
  'GET /etablissements/:uai',
  'GET /etablissements/suggestions',
  'GET /invitations/:token',
  'GET /mentions-legales',
  'GET /mot-de-passe-oublie',
  'GET /mot-de-passe-oublie/envoi',
  'GET /mot-de-passe/:token',
  'GET /plan-du-site',
  'GET /un-clee-c-est-quoi',
  'GET /verification',
  'GET /verification/:code',
  'POST /compte/adresse/:token',
  'POST /connexion',
  'POST /demande-de-compte',
  'POST /demande-de-compte/:token',
  'POST /invitations/:token',
  'POST /mot-de-passe-oublie',
  'POST /mot-de-passe/:token',
]

export type Access = Record<Person, number>
const access = (statuses: Partial<Access>, others = 200): Access => ({ head: others, company: others, coordinator: others, mission: others, elsewhere: others, newcomer: others, ...statuses })
const everybody = access({})
export const insiders = access({ elsewhere: 404, newcomer: 404 })
const missionOnly = access({ mission: 200 }, 403)
const noDraft = access({ mission: 404 }, 403)
const coordination = access({ mission: 200, coordinator: 200, elsewhere: 200 }, 403)
/** What each role reads; a CLEE in the middle of its life, seen by those inside and outside of it. */
export const pages: Record<string, Access> = {
  '/tableau-de-bord': everybody,
  '/tableau-de-bord/nouveautes': everybody,
  '/actions/recherche': everybody,
  '/actions/recherche.csv': everybody,
  '/administration': missionOnly,
  '/administration/bassins': missionOnly,
  '/administration/bassins/nouveau': missionOnly,
  // The slug is that of a CLEE: no bassin has it.
  '/administration/bassins/:slug/modification': access({ mission: 404 }, 403),
  '/administration/bassins/:slug/suppression': access({ mission: 404 }, 403),
  '/coordonnateurs': coordination,
  '/coordonnateurs.csv': coordination,
  '/coordonnateurs/designation': missionOnly,
  '/coordonnateurs/reconduction': missionOnly,
  '/coordonnateurs/:id/retrait': missionOnly,
  '/annees-scolaires': missionOnly,
  '/annees-scolaires/:annee': missionOnly,
  '/annees-scolaires/:annee.csv': missionOnly,
  '/annees-scolaires/:annee/ouverture': missionOnly,
  // The year is not opened: nothing to change, to close, to read or to send.
  '/annees-scolaires/:annee/modification': access({ mission: 409 }, 403),
  '/annees-scolaires/:annee/cloture': access({ mission: 409 }, 403),
  '/annees-scolaires/:annee/lettre': access({}, 404),
  '/annees-scolaires/:annee/lettre/pdf': access({}, 404),
  '/annees-scolaires/:annee/lettre/envoi': access({ mission: 404 }, 403),
  '/annees-scolaires/:annee/bascule': missionOnly,
  '/annees-scolaires/:annee/bascule.csv': missionOnly,
  // No passage was made.
  '/annees-scolaires/:annee/bascule/annulation': access({ mission: 409 }, 403),
  '/administration/calendrier': missionOnly,
  '/liste-des-clees': coordination,
  '/liste-des-clees.csv': coordination,
  '/bilan': coordination,
  '/bilan.csv': coordination,
  '/bilan.pdf': coordination,
  // Written by the co-pilots, read by all insiders.
  '/clees/:slug/bilan/texte': { ...insiders, coordinator: 403, mission: 403 },
  // No action has its outcome yet, and nothing is written: there is nothing to approve.
  '/clees/:slug/bilan/approbation': { ...insiders, head: 409, company: 409, coordinator: 403, mission: 403 },
  '/journal': missionOnly,
  '/journal.csv': missionOnly,
  '/compte': everybody,
  '/compte/modification': everybody,
  '/compte/mot-de-passe': everybody,
  '/compte/adresse': everybody,
  '/compte/sessions': everybody,
  '/compte/suppression': everybody,
  '/comptes': missionOnly,
  '/comptes.csv': missionOnly,
  '/comptes/invitation': missionOnly,
  '/comptes/demandes': missionOnly,
  '/comptes/demandes.csv': missionOnly,
  '/comptes/demandes/:id': missionOnly,
  '/comptes/:id': missionOnly,
  '/comptes/:id/modification': missionOnly,
  '/comptes/:id/role': missionOnly,
  '/comptes/:id/desactivation': missionOnly,
  '/comptes/:id/suppression': missionOnly,
  '/courriels': missionOnly,
  '/courriels.csv': missionOnly,
  '/courriels/:id': missionOnly,
  // Nothing is ticked.
  '/courriels/transmission': access({ mission: 422 }, 403),
  '/courriels/:id/transmission': missionOnly,
  '/modele-de-charte': missionOnly,
  '/modele-de-charte/versions/:version': missionOnly,
  '/modele-de-charte/regles': missionOnly,
  // No version is in preparation.
  '/modele-de-charte/brouillon': noDraft,
  '/modele-de-charte/brouillon/ajout': noDraft,
  '/modele-de-charte/brouillon/articles/:key': noDraft,
  '/modele-de-charte/brouillon/articles/:key/retrait': noDraft,
  '/modele-de-charte/brouillon/apercu': noDraft,
  '/modele-de-charte/brouillon/publication': noDraft,
  '/modele-de-charte/brouillon/abandon': noDraft,
  '/organisations': missionOnly,
  '/organisations.csv': missionOnly,
  '/organisations/:id': missionOnly,
  '/organisations/:id/modification': missionOnly,
  '/organisations/:id/reunion': missionOnly,
  '/organisations/suggestions': access({ newcomer: 403 }),
  '/declaration': access({ newcomer: 200 }, 403),
  // Read by all insiders, written by the co-pilots and the mission.
  '/clees/:slug/charte/articles/:key': { ...insiders, coordinator: 403 },
  // The version is a draft: it is not signed yet, and has no scan.
  '/clees/:slug/charte/versions/:version/signature': { ...insiders, head: 409, company: 409, mission: 409, coordinator: 403 },
  '/clees/:slug/charte/versions/:version/scan': { ...insiders, head: 409, company: 409, mission: 409, coordinator: 403 },
  '/clees/:slug/charte/versions/:version/scan/retrait': { ...insiders, head: 409, company: 409, mission: 409, coordinator: 403 },
  '/clees/:slug/charte/versions/:version/scan/fichier': access({}, 404),
  // The first version is still written: there is nothing to validate, nor to compare it to.
  '/clees/:slug/charte/validation': { ...insiders, head: 403, company: 403, coordinator: 403, mission: 409 },
  '/clees/:slug/charte/versions/:version/differences': access({}, 404),
  '/clees/:slug/charte/redaction': { ...insiders, coordinator: 403 },
  // No charter is in force yet: its first version is not abandoned.
  '/clees/:slug/charte/abandon': { ...insiders, head: 409, company: 409, mission: 409, coordinator: 403 },
  // The seat of the head: theirs and the mission's to end; accepted, so there is no invitation to cancel, and nobody takes it over.
  '/clees/:slug/copilotes/:id/passation': { ...insiders, company: 403, coordinator: 403 },
  '/clees/:slug/copilotes/:id/depart': { ...insiders, company: 403, coordinator: 403 },
  // It has no end to take back.
  '/clees/:slug/copilotes/:id/depart/retrait': { ...insiders, head: 409, mission: 409, company: 403, coordinator: 403 },
  '/clees/:slug/copilotes/:id/passation/retrait': { ...insiders, head: 409, mission: 409, company: 403, coordinator: 403 },
  '/clees/:slug/copilotes/:id/annulation': { ...insiders, head: 409, company: 409, coordinator: 403, mission: 409 },
  '/clees/:slug/copilotes/:id/modification': { ...insiders, coordinator: 403 },
  '/clees/:slug/copilotes/invitation': { ...insiders, coordinator: 403 },
  // An active CLEE is neither relaunched nor reopened; closing is the mission's.
  '/clees/:slug/sommeil': { ...insiders, coordinator: 403 },
  '/clees/:slug/relance': { ...insiders, head: 409, company: 409, mission: 409, coordinator: 403 },
  '/clees/:slug/fermeture': { ...insiders, head: 403, company: 403, coordinator: 403 },
  '/clees/:slug/reouverture': { ...insiders, head: 403, company: 403, coordinator: 403, mission: 409 },
  // Nothing is a draft any more: there is no declaration to send or to delete.
  '/clees/:slug/declaration': access({}, 404),
  '/clees/:slug/suppression': access({}, 404),
  // Its sheet has taken the place of its form, which only its editors open.
  '/clees/:slug/actions/:id/modification': access({ elsewhere: 404, newcomer: 404 }, 301),
  // The action is only proposed: it is neither planned, nor postponed, nor reviewed, nor reopened yet.
  ...Object.fromEntries(['planification', 'report', 'bilan', 'reouverture'].map((noun) => [`/clees/:slug/actions/:id/${noun}`, access({ elsewhere: 404, newcomer: 404 }, 409)])),
  // No intercommunalité of that code in the territory.
  '/clees/:slug/territoire/epci/:epci/retrait': access({}, 404),
}
