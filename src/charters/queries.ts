import { db, type Tx } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Charter, Prisma } from '../generated/prisma/client.ts'

const charterInclude = { articles: { orderBy: { position: 'asc' } } } satisfies Prisma.CharterInclude
export type FullCharter = Prisma.CharterGetPayload<{ include: typeof charterInclude }>

const templateInclude = { articles: { orderBy: { position: 'asc' } } } satisfies Prisma.CharterTemplateInclude
export type FullTemplate = Prisma.CharterTemplateGetPayload<{ include: typeof templateInclude }>

/** The template from which new charters are written: the latest that is published. */
export const findPublishedTemplate = (tx: Tx | typeof db = db): Promise<FullTemplate> =>
  tx.charterTemplate.findFirstOrThrow({ where: { publishedAt: { not: null } }, include: templateInclude, orderBy: { version: 'desc' } })

/** Every version of a CLEE's charter, newest first, without its text. */
export const listVersions = (cleeId: string): Promise<Charter[]> => db.charter.findMany({ where: { cleeId }, orderBy: { version: 'desc' } })

/** The newest version, or null when the charter is not begun. */
export const findLatestCharter = (cleeId: string): Promise<FullCharter | null> =>
  db.charter.findFirst({ where: { cleeId }, include: charterInclude, orderBy: { version: 'desc' } })

/** The newest version; 404 when the charter is not begun. */
export async function getLatestCharter(cleeId: string): Promise<FullCharter> {
  const charter = await findLatestCharter(cleeId)
  if (!charter) throw notFound('Ce CLEE n’a pas encore commencé sa charte.')
  return charter
}

/** One version; 404 when there is none of that number. */
export async function getCharterVersion(cleeId: string, version: string): Promise<FullCharter> {
  const number = /^[1-9]\d{0,5}$/.test(version) ? Number(version) : 0
  const charter = await db.charter.findFirst({ where: { cleeId, version: number }, include: charterInclude })
  if (!charter) throw notFound('Cette version de la charte n’existe pas.')
  return charter
}

/** One article of a version, by its key; 404 when it has none. */
export function getArticle({ articles }: FullCharter, key: string): FullCharter['articles'][number] {
  const article = articles.find((candidate) => candidate.key === key)
  if (!article) throw notFound('Cet article n’existe pas dans la charte.')
  return article
}

/** The charter in force, which everybody may read, or null. */
export const findValidatedCharter = (cleeId: string): Promise<FullCharter | null> =>
  db.charter.findFirst({ where: { cleeId, status: 'validated' }, include: charterInclude })
