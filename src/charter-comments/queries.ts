import { db, type Tx } from '../db.ts'
import type { Prisma, Role } from '../generated/prisma/client.ts'

const withVersion = { charter: { select: { version: true } } } satisfies Prisma.CharterCommentInclude
export type Comment = Prisma.CharterCommentGetPayload<{ include: typeof withVersion }>
export type Comments = Partial<Record<string, Comment[]>>
type Version = { cleeId: string; version: number }

/** A comment follows from version to version until one is validated. */
export async function followedVersions(tx: Tx | typeof db, { cleeId, version }: Version): Promise<Prisma.CharterWhereInput> {
  const before = { cleeId, version: { lt: version }, status: { in: ['validated', 'replaced'] } } satisfies Prisma.CharterWhereInput
  const { _max } = await tx.charter.aggregate({ where: before, _max: { version: true } })
  return { cleeId, version: { gt: _max.version ?? 0, lte: version } }
}

/** The comments on a version and on those before it since the last validated one, by key of article, oldest first. */
export async function listComments(charter: Version): Promise<Comments> {
  const comments = await db.charterComment.findMany({ where: { charter: await followedVersions(db, charter) }, include: withVersion, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return Object.groupBy(comments, ({ articleKey }) => articleKey)
}

const isCopilots = (role: Role) => role === 'school_head' || role === 'company'

/** Keys of the articles whose last comment is not the co-pilots': it awaits their answer. */
export const unansweredArticles = (comments: Comments) => Object.keys(comments).filter((key) => !isCopilots(comments[key]?.at(-1)?.authorRole ?? 'company'))
