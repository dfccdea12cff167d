import { atAddress, publishedClees } from '../clees/policy.ts'
import { cleeInclude, type FullClee } from '../clees/queries.ts'
import { findValidatedCharter } from '../charters/queries.ts'
import { db } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'

/** A published CLEE, even closed; 404 otherwise, also for its own people. */
export async function getPublishedClee(slug: string): Promise<FullClee> {
  const clee = await db.clee.findFirst({ where: { AND: [atAddress(slug), publishedClees] }, include: cleeInclude() })
  if (!clee) throw notFound('Ce CLEE n’existe pas, ou n’est pas encore publié.')
  return clee
}

/** The charter in force of a CLEE; 404 without one. */
export async function getCharterInForce(cleeId: string) {
  const charter = await findValidatedCharter(cleeId)
  if (!charter) throw notFound('Ce CLEE n’a pas encore de charte validée.')
  return charter
}

const verifiedInclude = {
  scan: { select: { id: true } },
  signatures: { orderBy: [{ signedAt: 'asc' }, { id: 'asc' }] },
  clee: { select: { name: true, slug: true, status: true, acknowledgedAt: true, charters: { where: { status: 'validated' }, select: { version: true, decidedAt: true }, orderBy: { version: 'desc' } } } },
} satisfies Prisma.CharterInclude
export type VerifiedCharter = Prisma.CharterGetPayload<{ include: typeof verifiedInclude }>

/** The version that bears this code, with its CLEE and the one in force there; null when none does. */
export const findVerified = (code: string): Promise<VerifiedCharter | null> => db.charter.findUnique({ where: { verificationCode: code }, include: verifiedInclude })
