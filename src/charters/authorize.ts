import type { Request } from 'express'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { forbidden, notFound } from '../errors.ts'
import { printOf } from '../seen.ts'
import { charterPath } from './paths.ts'
import { canMoveCharter, canWriteCharter } from './policy.ts'
import { getLatestCharter, type FullCharter } from './queries.ts'
import { shownSchema } from './schemas.ts'
import { transitions, type Move } from './workflow.ts'

export const breadcrumbOf = (clee: FullClee, ...last: string[]) => spaceBreadcrumb(clee, { href: charterPath(clee), label: 'Charte' }, ...last)

/** The person and the CLEE of a page of its charter; a draft of declaration has no charter yet. */
export async function authorizeCharter(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : sa charte s’écrit ensuite.')
  return { user, clee }
}

/** The same for who writes it. */
export async function authorizeWriting(req: Request) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  if (!canWriteCharter(user, clee)) throw forbidden('La charte est écrite par les copilotes : vous pouvez la lire.')
  return { user, clee }
}

/** The same, with its newest version, for who makes that move. */
export async function authorizeMove(req: Request, move: Move) {
  const { user, clee } = await authorizeCharter(req)
  refuseClosed(clee)
  if (!canMoveCharter(user, clee, move)) throw forbidden()
  const charter = await getLatestCharter(clee.id)
  if (!canMoveCharter(user, clee, move, charter)) throw forbidden('Ce geste revient à l’autre copilote.')
  return { user, clee, charter }
}

type Proposed = Pick<FullCharter, 'proposedAt'>
/** By what a page says which sending it showed: a version taken back and proposed again keeps its number, not its text. */
export const proposalPrint = ({ proposedAt }: Proposed) => printOf({ proposedAt })

/** Whether the newest version is still the one that the page showed, where this move begins: a decision and an agreement are about what was read. */
export function isShownFor(req: Request, move: Move, charter: FullCharter) {
  const shown = shownSchema.parse(req.body ?? {})
  const isSameSending = transitions[move].from !== 'proposed' || shown.proposal === proposalPrint(charter)
  return shown.version === charter.version && isSameSending && charter.status === transitions[move].from
}
