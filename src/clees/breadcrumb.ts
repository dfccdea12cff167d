type Placed = { slug: string; name: string; status: string }
type Link = { href: string; label: string }

/** The way to a page of a CLEE's space, the page last; a draft has no space yet. */
export function spaceBreadcrumb({ slug, name, status }: Placed, ...last: (Link | string)[]): Link[] {
  const space = { href: `/clees/${slug}/espace`, label: 'Espace du CLEE' }
  const start = status === 'draft' ? [] : [{ href: `/clees/${slug}`, label: name }, space]
  const links = last.map((link) => (typeof link === 'string' ? { href: '', label: link } : link))
  return [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, ...start, ...links]
}
