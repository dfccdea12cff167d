import { Router, type Response } from 'express'
import { config } from '../config.ts'
import { pagePath } from '../editorial-pages/paths.ts'
import { listPublishedPages } from '../editorial-pages/queries.ts'
import { siteMap } from './site-map.ts'

/** Public: the pages that the law asks for, and the map of the site. */
export const pagesRouter = Router()

type Page = { path: string, view: string, title: string, description: string }

const pages: Page[] = [
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
]

for (const { path, view, title, description } of pages) {
  const breadcrumb = [{ href: path, label: title }]
  pagesRouter.get(path, (_req, res) => res.render(view, { title, description, breadcrumb }))
}

/** What the menu of who is signed in leads to, but for what the map lists anyway. */
const spacePaths = ['/demandes', '/actions/recherche', '/liste-des-clees', '/bilan', '/coordonnateurs', '/administration']
const spaceOf = (res: Response) => (res.locals['navigation'] as { href: string; label: string }[]).filter(({ href }) => spacePaths.includes(href))

pagesRouter.get('/plan-du-site', async (req, res) => {
  const written = (await listPublishedPages()).map((page) => ({ href: pagePath(page), label: page.title }))
  res.render('pages/site-map', {
    title: 'Plan du site',
    description: 'Toutes les pages publiques du portail des CLEE.',
    sections: siteMap(written, req.user ? spaceOf(res) : null),
    breadcrumb: [{ href: '/plan-du-site', label: 'Plan du site' }],
  })
})
