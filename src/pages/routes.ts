import { Router } from 'express'
import { config } from '../config.ts'

export const pagesRouter = Router()

type Page = { path: string, view: string, title: string, description: string }

const pages: Page[] = [
  {
    path: '/un-clee-c-est-quoi',
    view: 'pages/what-is-a-clee',
    title: 'Un CLEE, c’est quoi\u202f?',
    description: 'Ce qu’est un comité local école-entreprise, qui le compose et comment en créer un.',
  },
  {
    path: '/mentions-legales',
    view: 'pages/legal-notice',
    title: 'Mentions légales',
    description: 'Éditeur, hébergement, licence des contenus et contact du portail des CLEE.',
  },
  {
    path: '/donnees-personnelles',
    view: 'pages/personal-data',
    title: 'Données personnelles',
    description: 'Les données que le portail conserve, pourquoi, combien de temps, et vos droits.',
  },
  {
    path: '/accessibilite',
    view: 'pages/accessibility',
    title: `Accessibilité\u00a0: ${config.accessibility.status}`,
    description: 'Déclaration d’accessibilité du portail des CLEE.',
  },
  {
    path: '/plan-du-site',
    view: 'pages/site-map',
    title: 'Plan du site',
    description: 'Toutes les pages publiques du portail des CLEE.',
  },
]

for (const { path, view, title, description } of pages) {
  const breadcrumb = [{ href: path, label: title }]
  pagesRouter.get(path, (_req, res) => res.render(view, { title, description, breadcrumb }))
}
