import { config } from '../config.ts'

type Link = { href: string; label: string }
type Section = { heading: string; links: Link[] }

const network: Section = {
  heading: 'Le réseau',
  links: [
    { href: '/', label: 'Accueil' },
    { href: '/trouver', label: 'Chercher dans le portail' },
    { href: '/clees', label: 'Annuaire des CLEE' },
    { href: '/carte', label: 'Carte des CLEE' },
    { href: '/bassins', label: 'Bassins de l’académie' },
    { href: '/etablissements', label: 'Établissements et leurs CLEE' },
    { href: '/agenda', label: 'Agenda des actions' },
  ],
}
const part: Section = {
  heading: 'Prendre part',
  links: [
    { href: '/participer', label: 'Poser une question, rejoindre un CLEE, proposer une action' },
    { href: '/documents', label: 'Documents' },
    { href: '/verification', label: 'Vérifier une charte' },
    { href: '/donnees-ouvertes', label: 'Données ouvertes' },
  ],
}
const about: Section = {
  heading: 'À propos de ce site',
  links: [
    { href: '/accessibilite', label: `Accessibilité\u00a0: ${config.accessibility.status}` },
    { href: '/mentions-legales', label: 'Mentions légales' },
    { href: '/donnees-personnelles', label: 'Données personnelles' },
  ],
}
const visitors: Section = {
  heading: 'Espace des copilotes et de la mission',
  links: [
    { href: '/connexion', label: 'Se connecter' },
    { href: '/demande-de-compte', label: 'Demander un compte' },
    { href: '/mot-de-passe-oublie', label: 'Mot de passe oublié' },
  ],
}

const own: Link[] = [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: '/compte', label: 'Mon compte' }]

/** Every page that anybody reads, by part, with those that the mission has written; `space` is the links of who is signed in, null for a visitor. */
export const siteMap = (pages: Link[], space: Link[] | null): Section[] => [
  network,
  part,
  ...(pages.length > 0 ? [{ heading: 'Comprendre', links: pages }] : []),
  space ? { ...visitors, links: [...own, ...space] } : visitors,
  about,
]
