import { addressOf } from './address.ts'
import { loggedPath } from './log.ts'
import { addressWith } from './sorting.ts'

type Link = { href: string; label: string }
/** Something that the page is about, in the words of schema.org. */
export type Thing = { '@type': string; [property: string]: unknown }
/** What a page was asked with. */
export type Asked = { path: string; query: Record<string, unknown> }

type Page = {
  title: string
  description?: string
  canonical?: string
  breadcrumb?: Link[]
  structuredData?: Thing[]
  asked?: Asked
  pagination?: { page: number }
  isPrivate?: boolean
  /** Of an error. */
  status?: number
  academie: string
  withDe: (name: string) => string
  asset: (name: string) => string
}

/** What of an address makes another page of it; the rest only sorts, follows or searches. */
const kept = ['bassin', 'clee', 'etat', 'type', 'secteur', 'vue', 'mois', 'annee'] as const
/** What makes of a page the answer to one person's question. */
const searched = ['recherche', 'q', 'texte', 'commune', 'insee', 'jour', 'suite', 'code'] as const
const unlisted = /^\/(verification\/.|trouver$|compte-supprime$|.*\/envoi$)/

const textOf = (value: unknown) => (typeof value === 'string' ? value.slice(0, 100) : '')
const isSearch = ({ query }: Asked) => searched.some((name) => query[name] !== undefined && query[name] !== '')

// Routes know neither the case of a path nor a slash at its end; a page that has more capitals names its address itself.
const plainPath = ({ path }: Asked) => (path === '/' ? path : path.toLowerCase().replace(/\/+$/, ''))

/** The one address of a page, without what only sorts it or follows its reader. */
function canonicalOf({ canonical, asked, pagination }: Page) {
  if (canonical || !asked) return canonical ?? null
  const page = pagination && pagination.page > 1 ? String(pagination.page) : ''
  return addressOf(addressWith(plainPath(asked), { ...Object.fromEntries(kept.map((name) => [name, textOf(asked.query[name])])), page }))
}

/** Neither somebody's own page, nor a secret address, nor an error, nor a search. */
function isListed({ asked, status = 200, isPrivate = false }: Page) {
  if (!asked || isPrivate || status >= 400) return false
  return !unlisted.test(asked.path) && loggedPath(asked.path) === asked.path && !isSearch(asked)
}

const listItem = ({ label, href }: Link, index: number) => ({ '@type': 'ListItem', position: index + 1, name: label, item: href })

function breadcrumbOf({ breadcrumb = [] }: Page, canonical: string): Thing[] {
  if (breadcrumb.length === 0) return []
  const links = breadcrumb.map(({ href, label }, index) => ({ label, href: index === breadcrumb.length - 1 || !href ? canonical : addressOf(href) }))
  return [{ '@type': 'BreadcrumbList', itemListElement: [{ label: 'Accueil', href: addressOf('/') }, ...links].map(listItem) }]
}

const escapes: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026', '\u2028': '\\u2028', '\u2029': '\\u2029' }

/** JSON that may stand within a script element, whatever its texts hold. */
export const scriptJson = (value: unknown) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => escapes[sign] ?? sign)

const siteName = ({ academie, withDe }: Page) => `Portail des CLEE, académie ${withDe(academie)}`
const descriptionOf = (page: Page) => page.description || `${page.title}. Le portail des comités locaux école-entreprise (CLEE) de l’académie ${page.withDe(page.academie)}.`

function openGraphOf(page: Page, canonical: string) {
  return Object.entries({
    'og:type': 'website',
    'og:site_name': siteName(page),
    'og:locale': 'fr_FR',
    'og:title': page.asked?.path === '/' ? siteName(page) : page.title,
    'og:description': descriptionOf(page),
    'og:url': canonical,
    'og:image': addressOf(page.asset('share.png')),
    'og:image:type': 'image/png',
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt': 'Emblème du portail des CLEE',
  }).map(([property, content]) => ({ property, content }))
}

/** What the head of a page says to search engines and to the sites that show a link to it; of a page that is not for them, only that. */
export function metadataOf(page: Page) {
  const canonical = canonicalOf(page)
  if (!isListed(page) || !canonical) return { description: descriptionOf(page), robots: 'noindex', canonical: null, openGraph: [], structuredData: null }
  const things = [...(page.structuredData ?? []), ...breadcrumbOf(page, canonical)]
  return {
    description: descriptionOf(page),
    robots: null,
    canonical,
    openGraph: openGraphOf(page, canonical),
    structuredData: things.length > 0 ? scriptJson({ '@context': 'https://schema.org', '@graph': things }) : null,
  }
}
