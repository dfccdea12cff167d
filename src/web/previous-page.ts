import type { Request } from 'express'

/** The page of this portal that the visitor comes from, to go back to without sending the form again; null when unknown. */
export function previousPage(req: Request): string | null {
  const referer = req.get('Referer') ?? ''
  const url = URL.canParse(referer) ? new URL(referer) : null
  return url && url.host === req.get('Host') && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : null
}
