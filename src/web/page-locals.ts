import type { RequestHandler } from 'express'
import type { Role } from '../generated/prisma/client.ts'

/** `also`: pages that stand elsewhere than under its address. */
type Link = { href: string; label: string; also?: RegExp }
/** An entry that unfolds; without a script its address is a page of the same links. */
type Menu = Link & { links: Link[] }

const publicLinks: Link[] = [
  { href: '/', label: 'Accueil' },
  { href: '/clees', label: 'Annuaire', also: /^\/(bassins|etablissements|trouver)(\/|$)/ },
  { href: '/carte', label: 'Carte' },
  { href: '/agenda', label: 'Agenda', also: /^\/actions\/[\da-f-]{36}$/ },
  { href: '/participer', label: 'Participer' },
  { href: '/documents', label: 'Documents' },
  { href: '/un-clee-c-est-quoi', label: 'Un CLEE, c’est quoi ?', also: /^\/pages\// },
]
/** The same for who is signed in, whose own pages come first. */
const publicMenu: Menu = { href: '/plan-du-site', label: 'Pages publiques', links: publicLinks }
const dashboard: Link = { href: '/tableau-de-bord', label: 'Tableau de bord' }
const networkActions: Link = { href: '/actions/recherche', label: 'Actions du réseau', also: /^\/actions\/[\da-f-]{36}\/reprise$/ }
const inquiries: Link = { href: '/demandes', label: 'Demandes' }
const cleeList: Link = { href: '/liste-des-clees', label: 'Liste des CLEE' }
const review: Link = { href: '/bilan', label: 'Bilan' }
const coordinators: Link = { href: '/coordonnateurs', label: 'Coordonnateurs' }

/** What the mission administers, with what each page is for. */
export const administrationLinks: (Link & { text: string })[] = [
  { href: '/comptes', label: 'Comptes', text: 'Inviter, désactiver, répondre aux demandes.' },
  { ...coordinators, text: 'Qui coordonne chaque bassin, par année scolaire.' },
  { href: '/annees-scolaires', label: 'Années scolaires', text: 'Ouvrir, écrire aux CLEE, suivre, passer à la suivante.' },
  { href: '/administration/calendrier', label: 'Calendrier scolaire', text: 'Les vacances de l’académie, pour signaler les dates.' },
  { href: '/administration/bassins', label: 'Gérer les bassins', text: 'Ajouter, renommer, présenter.' },
  { href: '/modele-de-charte', label: 'Modèle de charte', text: 'Ses articles, ses versions, les règles des chartes.' },
  { href: '/administration/documents', label: 'Gérer les documents', text: 'Publier une circulaire, une lettre, une liste.' },
  { href: '/administration/pages', label: 'Gérer les pages', text: 'Écrire et relire les pages du portail.' },
  { href: '/organisations', label: 'Organisations', text: 'Corriger, réunir les doublons.' },
  { href: '/journal', label: 'Journal', text: 'Qui a fait quoi, et quand.' },
  { href: '/courriels', label: 'Courriels', text: 'Les messages du portail, et ceux à transmettre.' },
]
const administration: Menu = { href: '/administration', label: 'Administration', links: administrationLinks }

const linksByRole: Record<Role, (Link | Menu)[]> = {
  school_head: [dashboard, inquiries, networkActions],
  company: [dashboard, inquiries, networkActions],
  coordinator: [dashboard, inquiries, networkActions, cleeList, review, coordinators],
  mission: [dashboard, inquiries, networkActions, cleeList, review, administration],
}

// The pages of a CLEE's space belong to the dashboard, its public page to the directory.
const isWorkspace = (path: string) => /^\/(tableau-de-bord|declaration$|clees\/[^/]+\/.)/.test(path)

const isUnder = (path: string, href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))

const isCurrent = (path: string, link: Link | Menu): boolean => {
  if (isWorkspace(path)) return link === dashboard
  return isUnder(path, link.href) || link.also?.test(path) === true || ('links' in link && link.links.some((item) => isCurrent(path, item)))
}

const placed = (path: string, link: Link | Menu) => ({
  ...link,
  isCurrent: isCurrent(path, link),
  links: 'links' in link ? link.links.map((item) => ({ ...item, isCurrent: isCurrent(path, item) })) : null,
})

/** What the layout shows around every page: the visitor and the menu. */
export const pageLocals: RequestHandler = (req, res, next) => {
  const links = req.user ? [...linksByRole[req.user.role], publicMenu] : publicLinks
  res.locals['user'] = req.user ?? null
  res.locals['asked'] = { path: req.path, query: req.query }
  res.locals['navigation'] = links.map((link) => placed(req.path, link))
  next()
}
