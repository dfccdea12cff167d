import type { RequestHandler } from 'express'
import type { Role } from '../generated/prisma/client.ts'

type Link = { href: string; label: string }

const publicLinks: Link[] = [
  { href: '/', label: 'Accueil' },
  { href: '/clees', label: 'Annuaire' },
  { href: '/bassins', label: 'Bassins' },
  { href: '/un-clee-c-est-quoi', label: 'Un CLEE, c’est quoi ?' },
]
const dashboard: Link = { href: '/tableau-de-bord', label: 'Tableau de bord' }
const linksByRole: Record<Role, Link[]> = {
  school_head: [dashboard],
  company: [dashboard],
  coordinator: [dashboard],
  mission: [dashboard, { href: '/comptes', label: 'Comptes' }, { href: '/journal', label: 'Journal' }, { href: '/courriels', label: 'Courriels' }],
}

// The pages of a CLEE's space belong to the dashboard, its public page to the directory.
const isWorkspace = (path: string) => /^\/(tableau-de-bord|declaration$|clees\/[^/]+\/.)/.test(path)

const isUnder = (path: string, href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))

/** What the layout shows around every page: the visitor and the menu. */
export const pageLocals: RequestHandler = (req, res, next) => {
  const links = [...publicLinks, ...(req.user ? linksByRole[req.user.role] : [])]
  res.locals['user'] = req.user ?? null
  res.locals['navigation'] = links.map((link) => ({ ...link, isCurrent: isWorkspace(req.path) ? link === dashboard : isUnder(req.path, link.href) }))
  next()
}
