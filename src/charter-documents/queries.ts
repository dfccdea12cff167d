import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'

const signatureInclude = { user: { select: { nameConsentAt: true } } } satisfies Prisma.SignatureInclude
export type DocumentSignature = Prisma.SignatureGetPayload<{ include: typeof signatureInclude }>

/** Who signed a version, in the order of the signatures. */
export const listSignatures = (charterId: string): Promise<DocumentSignature[]> =>
  db.signature.findMany({ where: { charterId }, include: signatureInclude, orderBy: [{ signedAt: 'asc' }, { id: 'asc' }] })

const verifiedInclude = {
  signatures: { orderBy: [{ signedAt: 'asc' }, { id: 'asc' }] },
  clee: { select: { id: true, name: true, slug: true, status: true, acknowledgedAt: true, charters: { where: { status: 'validated' }, select: { version: true, decidedAt: true, verificationCode: true } } } },
} satisfies Prisma.CharterInclude
export type VerifiedCharter = Prisma.CharterGetPayload<{ include: typeof verifiedInclude }>

/** The version that bears this code, with its CLEE and the one in force there; null when none does. */
export const findVerified = (code: string): Promise<VerifiedCharter | null> => db.charter.findUnique({ where: { verificationCode: code }, include: verifiedInclude })
