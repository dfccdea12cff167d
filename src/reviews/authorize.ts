import type { Request } from 'express'
import { authorizeWorkspace, refuseClosed } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { sideIn } from '../copilots/seats.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import { schoolYearFrom } from '../web/school-years.ts'
import { reviewPath } from './paths.ts'
import { canReceiveReview, canWriteReview } from './policy.ts'
import { findReview } from './queries.ts'

/** Opens the review of a school year to the people of the CLEE; a draft has none yet. */
export async function authorizeReview(req: Request) {
  const { user, clee } = await authorizeWorkspace(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : son bilan s’écrit ensuite.')
  return { user, clee, schoolYear: schoolYearFrom(req.query['annee']) }
}

/** The same for who writes and approves it; 403 for those who may only read. */
export async function authorizeWriting(req: Request) {
  const { user, clee, schoolYear } = await authorizeReview(req)
  refuseClosed(clee)
  if (!canWriteReview(user, clee)) throw forbidden('Le bilan est écrit et approuvé par les copilotes : vous pouvez le lire.')
  return { user, clee, schoolYear, side: sideIn(user, clee) ?? refuseSide() }
}

function refuseSide(): never {
  throw forbidden('Vous ne tenez plus de siège de copilote dans ce CLEE.')
}

/** The same for who wrote the review that was sent, and may ask for it back. */
export async function authorizeRequest(req: Request) {
  const { user, clee, schoolYear } = await authorizeWriting(req)
  const review = await findReview(clee.id, schoolYear)
  if (!review || review.status === 'draft') throw conflict('Ce bilan n’est pas transmis : vous pouvez encore le modifier.')
  return { user, clee, schoolYear, review }
}

/** The same for the mission, with the review that was sent to it. */
export async function authorizeReceiving(req: Request) {
  const { user, clee, schoolYear } = await authorizeReview(req)
  if (!canReceiveReview(user)) throw forbidden('Ce geste revient à la mission académique.')
  const review = await findReview(clee.id, schoolYear)
  if (!review) throw conflict('Ce bilan n’a pas été transmis.')
  return { user, clee, schoolYear, review }
}

export const reviewBreadcrumb = (clee: FullClee, schoolYear: string, ...last: string[]) =>
  spaceBreadcrumb(clee, last.length > 0 ? { href: reviewPath(clee, schoolYear), label: `Bilan ${schoolYear}` } : `Bilan ${schoolYear}`, ...last)
