import type { Request } from 'express'
import { currentUser } from '../auth/guards.ts'
import { forbidden, Moved } from '../errors.ts'
import { canEditClee } from './policy.ts'
import { getWorkspaceClee } from './queries.ts'
import { refuseClosed } from './states.ts'

export { refuseClosed }

/** Sends a reader of a CLEE's old address to the same page at the present one; what is sent there is received all the same. */
export function leaveOldAddress(req: Request, { slug }: { slug: string }) {
  if (slug === req.params['slug'] || !['GET', 'HEAD'].includes(req.method)) return
  throw new Moved(req.originalUrl.replace(/^\/clees\/[^/?]+/i, `/clees/${slug}`))
}

/** The person and the CLEE of a workspace page; 404 for outsiders. */
export async function authorizeWorkspace(req: Request) {
  const user = currentUser(req)
  const clee = await getWorkspaceClee(user, String(req.params['slug']))
  leaveOldAddress(req, clee)
  return { user, clee }
}

/** The same for a page that changes the CLEE; 403 for those who may only read it. */
export async function authorizeEdit(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  refuseClosed(clee)
  if (!canEditClee(user, clee)) throw forbidden()
  return { user, clee }
}
