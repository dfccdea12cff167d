import { confirmationDays, oldestUnconfirmed } from '../auth/tokens.ts'
import { db } from '../db.ts'
import { HttpError, notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { toBassin, toClee, toMission } from './destination.ts'
import { whereLink } from './links.ts'

export const threadInclude = {
  commune: { select: { code: true, name: true } },
  clee: { select: { id: true, name: true, slug: true, status: true, bassins: { select: { bassinId: true } } } },
  bassin: { select: { id: true, name: true, slug: true } },
  messages: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] },
} satisfies Prisma.InquiryInclude
export type Thread = Prisma.InquiryGetPayload<{ include: typeof threadInclude }>

/** Whom an inquiry is addressed to, in words. */
export const addresseeOf = ({ clee, bassin }: Pick<Thread, 'clee' | 'bassin'>) => (clee ? toClee(clee) : bassin ? toBassin(bassin) : toMission()).words

/** The inquiry that a personal link opens, as its author reads it; 404 when unknown, 410 when its time to be confirmed is over. */
export async function getThread(token: string): Promise<Thread> {
  const inquiry = await db.inquiry.findFirst({ where: whereLink(token.slice(0, 100)), include: { ...threadInclude, messages: { ...threadInclude.messages, where: { isInternal: false } } }, orderBy: { id: 'asc' } })
  if (!inquiry) throw notFound('Ce lien n’est pas connu, ou ce qu’il ouvrait est effacé. Ouvrez le dernier courriel reçu, ou écrivez un nouveau message depuis la page « Participer ».')
  if (inquiry.status === 'unconfirmed' && inquiry.createdAt < oldestUnconfirmed()) throw new HttpError(410, `Ce lien n’est plus valable : un message se confirme dans les ${confirmationDays} jours. Écrivez-le de nouveau depuis la page « Participer ».`)
  return inquiry
}
