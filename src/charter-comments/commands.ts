import { audit } from '../audit/audit.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { subjectOf } from '../charters/commands.ts'
import type { FullCharter } from '../charters/queries.ts'
import { worksStatuses } from '../charters/workflow.ts'
import { db } from '../db.ts'
import type { Article, CharterStatus } from '../generated/prisma/client.ts'
import { commentMessage } from './mails.ts'
import { tellComment } from './tell.ts'

type Clee = { id: string; name: string; slug: string }

/** Adds a remark to an article of the version in the works. False when it has just been decided: nothing is written. */
export const commentArticle = (actor: CurrentUser, clee: Clee, charter: FullCharter, { key, title }: Article, body: string) =>
  db.$transaction(async (tx) => {
    // Comments wait for each other and for a decision under way.
    const [locked] = await tx.$queryRaw<{ status: CharterStatus }[]>`SELECT status FROM charters WHERE id = ${charter.id}::uuid FOR NO KEY UPDATE`
    if (!locked || !worksStatuses.includes(locked.status)) return false
    await tx.charterComment.create({ data: { charterId: charter.id, articleKey: key, body, authorId: actor.id, authorName: actor.name, authorRole: actor.role } })
    await audit(tx, actor, 'charter.comment', subjectOf(clee, charter), { article: title })
    await tellComment(tx, actor, charter, commentMessage(clee, actor, title))
    return true
  })
