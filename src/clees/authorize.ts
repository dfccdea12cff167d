import type { Request } from 'express'
import { currentUser } from '../auth/guards.ts'
import { conflict, forbidden } from '../errors.ts'
import { canEditClee } from './policy.ts'
import { getWorkspaceClee } from './queries.ts'

/** The person and the CLEE of a workspace page; 404 for outsiders. */
export async function authorizeWorkspace(req: Request) {
  const user = currentUser(req)
  return { user, clee: await getWorkspaceClee(user, String(req.params['slug'])) }
}

/** A closed CLEE is only read: 409. */
export function refuseClosed({ status }: { status: string }) {
  if (status === 'closed') throw conflict('Ce CLEE est fermé : il se lit, mais ne se modifie plus. La mission académique peut le rouvrir.')
}

/** The same for a page that changes the CLEE; 403 for those who may only read it. */
export async function authorizeEdit(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  refuseClosed(clee)
  if (!canEditClee(user, clee)) throw forbidden()
  return { user, clee }
}
