import type { Request } from 'express'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { forbidden, notFound } from '../errors.ts'
import { canWriteCharter } from './policy.ts'

/** The person and the CLEE of a page about its charter; a draft of declaration has none yet: 404. */
export async function authorizeCharter(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : sa charte s’écrit ensuite.')
  return { user, clee }
}

/** The same for who writes it; 403 for those who may only read it. */
export async function authorizeWriting(req: Request) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  if (!canWriteCharter(user, clee)) throw forbidden('La charte est écrite par les copilotes : vous pouvez la lire.')
  return { user, clee }
}
