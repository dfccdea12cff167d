import { db } from '../../src/db.ts'
import { ActionState, CharterStatus, PlanStatus, type Prisma } from '../../src/generated/prisma/client.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf, today } from '../../src/school-year.ts'
import { makeDraft } from '../support/templates.ts'

/** One CLEE of each state of a charter and of a list of actions, by what it shows. */
async function listStates() {
  const charters = await Promise.all(
    Object.values(CharterStatus).map((status) => db.charter.findFirst({ where: { status }, include: { clee: true }, orderBy: { version: 'desc' } })),
  )
  const plans = await Promise.all(Object.values(PlanStatus).map((status) => db.actionPlan.findFirst({ where: { status }, include: { clee: true } })))
  return [
    ...charters.flatMap((charter) => (charter ? [`/clees/${charter.clee.slug}/charte`] : [])),
    ...plans.flatMap((plan) => (plan ? [`/clees/${plan.clee.slug}/actions`, `/clees/${plan.clee.slug}/espace`] : [])),
  ]
}

/** What the mission reads of a version that is not the first: its decision, and what changed since the one before. */
async function listDecisions() {
  const { version, clee } = await db.charter.findFirstOrThrow({ where: { status: 'submitted', version: { gt: 1 } }, include: { clee: true } })
  const path = `/clees/${clee.slug}/charte`
  return [`${path}/validation`, `${path}/versions/${version}`, `${path}/versions/${version}/differences`, `${path}/versions/1/differences`]
}

const distinct = (paths: string[]) => [...new Set(paths)]

/** The sheet of an action of a CLEE in each state, with the forms that move it from there. */
async function listActionPages(cleeId: string) {
  const nouns: Partial<Record<ActionState, string[]>> = { proposed: ['suppression', 'annulation'], planned: ['report', 'annulation'], done: ['bilan', 'reouverture'], cancelled: ['reouverture'], postponed: ['planification', 'bilan'] }
  const actions = await Promise.all(Object.values(ActionState).map((state) => db.plannedAction.findFirst({ where: { cleeId, state }, orderBy: { title: 'asc' } })))
  const begun = await db.plannedAction.findMany({ where: { cleeId, state: 'planned', startsOn: { lte: today() } }, orderBy: { title: 'asc' }, take: 1 })
  return [...begun.map(({ id }) => `actions/${id}/bilan`), ...actions.flatMap((one) => (one ? ['', ...(nouns[one.state] ?? []).map((noun) => `/${noun}`)].map((last) => `actions/${one.id}${last}`) : []))]
}

/** The pages of a CLEE that its co-pilots open, with one of each of what they list. */
async function listWorkspace(slug: string) {
  const { id } = await db.clee.findUniqueOrThrow({ where: { slug } })
  const member = await db.member.findFirstOrThrow({ where: { cleeId: id } })
  const action = await db.plannedAction.findFirstOrThrow({ where: { plan: { cleeId: id } }, orderBy: { title: 'desc' } })
  const seat = await db.copilot.findFirstOrThrow({ where: { cleeId: id, side: 'education' } })
  const meeting = await db.meeting.findFirstOrThrow({ where: { cleeId: id }, orderBy: { heldOn: 'desc' } })
  const { version } = await db.charter.findFirstOrThrow({ where: { cleeId: id, status: 'validated' } })
  const lasts = [
    'espace', 'identite', 'territoire', 'territoire?recherche=35300', 'territoire?recherche=zzz', 'territoire?recherche=paris', 'territoire/retrait', 'copilotes', 'copilotes?texte=zzz', 'copilotes/invitation?monde=education', 'copilotes/invitation?monde=economie',
    `copilotes/${seat.id}/modification`, `copilotes/${seat.id}/passation`, `copilotes/${seat.id}/depart`, 'sommeil', 'membres', 'membres?periode=anciens&recherche=zzz', 'membres/ajout', 'membres/import',
    `membres/${member.id}/modification`, `membres/${member.id}/fin`, `membres/${member.id}/retrait`, 'comite-de-pilotage',
    'charte', 'charte/redaction', 'charte/articles/objectives', 'charte/modele', 'charte/abandon', `charte/versions/${version}`, `charte/versions/${version}/differences`, 'charte/versions/1', ...['signature', 'scan', 'scan/retrait'].map((last) => `charte/versions/${version}/${last}`), 'actions', 'actions/reconduction', 'actions?annee=2024-2025', 'actions?etat=planned', 'actions?etat=postponed', 'actions?vue=calendrier', 'bilan', 'bilan?annee=2024-2025', 'bilan/texte', 'bilan/approbation', 'reunions', 'reunions/ajout', `reunions/${meeting.id}/modification`, `reunions/${meeting.id}/retrait`, 'actions/nouvelle', `actions/${action.id}`, ...['identite', 'public', 'parcours', 'organisation', 'partenaires', 'diffusion'].map((section) => `actions/${action.id}/fiche/${section}`),
    ...await listActionPages(id),
  ]
  return [`/clees/${slug}`, ...lasts.map((last) => `/clees/${slug}/${last}`)]
}

const demonstrationClee = 'clee-du-pays-de-fougeres'
const refused = ['/journal', '/courriels', '/clees/inconnu/espace']

/** The shortest and the longest names of published CLEEs, with and without a charter in force. */
async function listPublishedClees() {
  const published = { acknowledgedAt: { not: null } }
  const states = [{ charters: { some: { status: CharterStatus.validated } } }, { charters: { none: { status: CharterStatus.validated } } }]
  const clees = await Promise.all(states.map((state) => db.clee.findMany({ where: { ...published, ...state }, orderBy: { slug: 'asc' } })))
  const bySize = clees.map((some) => some.map(({ slug }) => `/clees/${slug}`).toSorted((one, other) => one.length - other.length))
  return distinct(bySize.flatMap((paths) => [...paths.slice(0, 1), ...paths.slice(-1)]))
}

/** The public page of a CLEE in each state that a published one may be in, but the usual one. */
async function listUnusualClees() {
  const clees = await db.clee.findMany({ where: { status: { in: ['vacant', 'dormant', 'closed'] } }, orderBy: { slug: 'asc' } })
  return clees.map(({ slug }) => `/clees/${slug}`)
}

/** The verification of a charter in each state, and those in force to print. */
async function listVerifications() {
  const charters = await Promise.all(Object.values(CharterStatus).map((status) => db.charter.findFirst({ where: { status, clee: { acknowledgedAt: { not: null } } }, include: { clee: true }, orderBy: { id: 'asc' } })))
  return charters.flatMap((charter) => [...(charter ? [`/verification/${charter.verificationCode}`] : []), ...(charter?.status === 'validated' ? [`/clees/${charter.clee.slug}/charte/en-vigueur`] : [])])
}

/** The agenda in each of its forms, and a public action in each state. */
async function listAgendaPages() {
  const month = new Date().toISOString().slice(0, 7)
  const actions = await db.plannedAction.findMany({ where: { visibility: 'public', state: { not: 'proposed' }, clee: { acknowledgedAt: { not: null } } }, distinct: ['state'], orderBy: { title: 'asc' } })
  return ['/agenda', '/agenda?vue=mois', `/agenda?mois=${month}`, `/agenda?jour=${month}-15`, '/agenda?mois=2016-08', '/agenda?type=coaching&bassin=rennes', '/agenda?mois=2027-13', ...actions.map(({ id }) => `/actions/${id}`)]
}

/** What the mission has written and published. */
async function listWrittenPages() {
  const pages = await db.editorialPage.findMany({ where: { publishedAt: { not: null } }, orderBy: { position: 'asc' } })
  return ['/documents', '/documents?annee=sans&type=guide', '/documents?type=letter&bassin=rennes', '/documents?annee=2016-2017', ...pages.map(({ slug }) => (slug === 'un-clee-c-est-quoi' ? `/${slug}` : `/pages/${slug}`))]
}

/** Where the mission writes them. */
async function listWriting() {
  const [document, page] = [await db.document.findFirstOrThrow({ where: { reviewOn: { not: null } } }), await db.editorialPage.findFirstOrThrow({ where: { slug: 'liens-utiles' } })]
  const withdrawn = await db.document.findFirstOrThrow({ where: { publishedAt: null } })
  return [
    '/administration/documents', '/administration/documents?texte=zzz', '/administration/documents/ajout', ...['', '/modification', '/fichier', '/retrait', '/suppression'].map((last) => `/administration/documents/${document.id}${last}`), `/administration/documents/${withdrawn.id}`,
    '/administration/pages', '/administration/pages/nouvelle', ...['', '/modification', '/retrait', '/suppression', '/versions/1'].map((last) => `/administration/pages/${page.id}${last}`), '/pages/liens-utiles',
  ]
}

export async function listPublicPages() {
  const bassins = await db.bassin.findMany({ orderBy: { slug: 'asc' }, take: 2 })
  return [
    '/', '/connexion', '/mot-de-passe-oublie', '/mot-de-passe-oublie/envoi', '/demande-de-compte', '/demande-de-compte/envoi', '/compte-supprime', '/un-clee-c-est-quoi', '/mentions-legales', '/donnees-personnelles', '/accessibilite', '/participer', '/participer/question', '/participer/question?lieu=saint', '/participer/question?lieu=zzz', '/participer/adhesion?clee=clee-du-pays-de-fougeres', '/participer/proposition?commune=35115', '/participer/envoi', '/plan-du-site', ...await listWrittenPages(), '/donnees-ouvertes', '/verification', '/verification?code=xyz', '/verification/7KQ4-MB2X', ...await listVerifications(), '/page-inconnue', '/clees/inconnu',
    '/trouver', '/trouver?q=Foug%C3%A8res', '/trouver?q=saint', '/trouver?q=zzz', '/trouver?q=fougerres', '/trouver?q=0350011Y', '/trouver?q=Paris', '/trouver?q=P%C3%B4le+emploi', '/agenda?secteur=sport',
    '/clees', '/clees?commune=fougeres', '/clees?commune=saint', '/clees?commune=zzz', '/clees?recherche=zzz', '/clees?tri=recent&etat=active', '/bassins', '/etablissements', '/etablissements?recherche=zzz&tri=-commune', '/etablissements/0350762N',
    '/carte', '/carte?etablissements=1', '/carte?bassin=saint-malo-dinard&etablissements=lycee', '/carte?bassin=inconnu',
    ...bassins.map(({ slug }) => `/bassins/${slug}`), ...await listAgendaPages(),
    ...distinct([...await listPublishedClees(), ...await listUnusualClees()]),
  ]
}

/** The lists that the mission manages, and their forms. */
const managedPages = [
  '/bilan', '/bilan?annee=2025-2026&texte=zzz', '/liste-des-clees', '/liste-des-clees?etat=vacant', '/clees/clee-des-vallons-de-vilaine/espace', '/clees/clee-du-pays-de-redon/copilotes', '/coordonnateurs', '/coordonnateurs/designation', '/coordonnateurs/reconduction',
  '/modele-de-charte', '/modele-de-charte/versions/1', '/modele-de-charte/regles',
  '/administration', '/administration/bassins', '/administration/bassins/nouveau', '/administration/bassins/rennes/modification',
]

const year = schoolYearOf()
/** The school years that the mission runs. */
const yearPages = [
  '/annees-scolaires', ...['', '?manque=retard&tri=-date', '?bassin=inconnu', '/modification', '/cloture', '/lettre', '/lettre/envoi', '/bascule'].map((last) => `/annees-scolaires/${year}${last}`),
  ...['', '/ouverture', '/bascule'].map((last) => `/annees-scolaires/${nextSchoolYear(year)}${last}`), ...['', '/bascule'].map((last) => `/annees-scolaires/${previousSchoolYear(year)}${last}`), '/administration/calendrier',
  // A CLEE of which nothing is recorded yet.
  ...['actions', 'actions/reconduction', 'bilan', 'reunions'].map((page) => `/clees/clee-du-pays-de-liffre-cormier/${page}`),
  '/clees/clee-de-saint-malo-et-du-pays-de-dol/bilan',
]

/** Where an action is taken up: one's own, and one of the network when there is one. */
async function listReuses() {
  const own = await db.plannedAction.findFirstOrThrow({ where: { clee: { slug: demonstrationClee } }, orderBy: { title: 'asc' } })
  const other = await db.plannedAction.findFirst({ where: { clee: { slug: { not: demonstrationClee }, acknowledgedAt: { not: null } }, visibility: { not: 'private' }, state: { not: 'proposed' } }, orderBy: { title: 'asc' } })
  return [own, other].flatMap((action) => (action ? [`/actions/${action.id}/reprise`] : []))
}

const accountPages = ['/compte', '/compte/modification', '/compte/mot-de-passe', '/compte/adresse', '/compte/sessions', '/compte/suppression']

/** The accounts that the mission manages, with one that somebody opened and one that nobody has. */
async function listAccountPages() {
  const [opened, invited] = await Promise.all([{ passwordHash: { not: null }, role: 'school_head' as const }, { passwordHash: null }].map((where) => db.user.findFirstOrThrow({ where, orderBy: { email: 'asc' } })))
  const request = await db.accountRequest.findFirstOrThrow({ where: { status: 'waiting' } })
  const lasts = ['modification', 'role', 'desactivation', 'suppression'].map((last) => `/comptes/${opened?.id}/${last}`)
  return ['/comptes', '/comptes?texte=zzz', '/comptes/invitation', '/comptes/demandes', `/comptes/demandes/${request.id}`, `/comptes/${opened?.id}`, `/comptes/${invited?.id}`, ...lasts, ...accountPages]
}

/** The pages of a version of the charter template in preparation, which is made for them. */
async function listTemplatePages() {
  await makeDraft(await db.user.findUniqueOrThrow({ where: { email: 'mission@exemple.fr' } }), { review: { title: 'Bilan annuel', startingText: 'Chaque année, en juin.', isMandatory: true } })
  return ['', '/ajout', '/articles/territory', '/articles/objectives', '/articles/nature/retrait', '/apercu', '/publication', '/abandon'].map((last) => `/modele-de-charte/brouillon${last}`)
}

/** The pages of each account of the demonstration, those that refuse it included. */
export const privatePages: Record<string, () => Promise<string[]>> = {
  'mission@exemple.fr': async () => {
    const mail = await db.mail.findFirstOrThrow({ orderBy: { createdAt: 'asc' } })
    const [one, other] = await db.organisation.findMany({ where: { members: { some: { clee: { status: 'active' } } } }, orderBy: { searchName: 'asc' }, take: 2 })
    const organisation = `/organisations/${one?.id}`
    return distinct(['/tableau-de-bord', ...await listInquiryPages(), '/actions/recherche', ...managedPages, ...await listWriting(), ...yearPages, ...await listTemplatePages(), ...await listAccountPages(), '/journal', '/journal?texte=zzz', '/courriels', '/courriels?texte=zzz', `/courriels/${mail.id}`, '/organisations', '/organisations?recherche=zzz', organisation, `${organisation}/modification`, `${organisation}/reunion`, `${organisation}/reunion?avec=${other?.id}`, '/declaration', ...await listStates(), ...await listDecisions()])
  },
  'cheffe@exemple.fr': async () => ['/tableau-de-bord', ...await listInquiryPages({ clee: { slug: demonstrationClee } }), '/tableau-de-bord/nouveautes', '/actions/recherche', '/actions/recherche?texte=zzz', '/actions/recherche?texte=conseil+de+prud’hommes', ...await listReuses(), ...accountPages, ...await listWorkspace(demonstrationClee)],
  'entreprise@exemple.fr': async () => ['/tableau-de-bord', `/annees-scolaires/${year}/lettre`, '/declaration', `/clees/${demonstrationClee}/espace`],
  // A question of the mission to answer; a review that the other side has approved.
  'thi-mai.le-floch@exemple.fr': async () => ['/tableau-de-bord', '/clees/clee-de-broceliande/actions', '/clees/clee-de-broceliande/actions?vue=calendrier'],
  'gwenola.hascoet@exemple.fr': async () => ['/tableau-de-bord', '/clees/clee-de-saint-malo-et-du-pays-de-dol/bilan'],
  'nouveau.chef@exemple.fr': async () => ['/tableau-de-bord', '/declaration', ...refused, `/clees/${demonstrationClee}/espace`],
  'coordination@exemple.fr': async () => ['/tableau-de-bord', '/coordonnateurs', '/liste-des-clees', '/bilan', '/declaration', `/clees/${demonstrationClee}/espace`, `/clees/${demonstrationClee}/bilan`, `/clees/${demonstrationClee}/charte`, `/clees/${demonstrationClee}/actions`],
}

/** The inquiries of the demonstration that a person reads: the list, and one in each state. */
async function listInquiryPages(where: Prisma.InquiryWhereInput = {}) {
  const inquiries = await db.inquiry.findMany({ where: { status: { not: 'unconfirmed' }, ...where }, distinct: ['status', 'kind'], orderBy: { createdAt: 'asc' } })
  const open = inquiries.find(({ status }) => status === 'open')
  return ['/demandes', '/demandes?panier=toutes', '/demandes?texte=zzz', ...inquiries.map(({ id }) => `/demandes/${id}`), ...(open ? [`/demandes/${open.id}/transmission`, `/demandes/${open.id}/cloture`] : [])]
}

/** The steps of a declaration that is written: the address of its author, and its pages. */
export async function findDraft() {
  const { slug, draftedBy } = await db.clee.findFirstOrThrow({ where: { status: 'draft', communes: { none: {} } }, include: { draftedBy: true } })
  const lasts = ['identite', 'territoire', 'copilotes', 'membres', 'declaration', 'suppression']
  return { email: draftedBy?.email ?? '', paths: lasts.map((last) => `/clees/${slug}/${last}`) }
}
