import { audit } from '../audit/audit.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { subjectOf } from '../charters/commands.ts'
import type { FullCharter } from '../charters/queries.ts'
import { worksStatuses } from '../charters/workflow.ts'
import { db, type Tx } from '../db.ts'
import type { CharterStatus } from '../generated/prisma/client.ts'
import { commentMessage } from './mails.ts'
import type { Remark } from './remarks.ts'
import { tellComment } from './tell.ts'

type Clee = { id: string; name: string; slug: string }

/** Writes remarks on articles of a version. Within a transaction that has locked it. */
export async function writeRemarks(tx: Tx, actor: CurrentUser, clee: Clee, charter: FullCharter, remarks: Remark[]) {
  for (const { article, body } of remarks) {
    await tx.charterComment.create({ data: { charterId: charter.id, articleKey: article.key, body, authorId: actor.id, authorName: actor.name, authorRole: actor.role } })
    await audit(tx, actor, 'charter.comment', subjectOf(clee, charter), { article: article.title })
  }
}

/** The same, and tells those whom they concern, in one mail for all. */
export async function publishRemarks(tx: Tx, actor: CurrentUser, clee: Clee, charter: FullCharter, remarks: Remark[]) {
  if (remarks.length === 0) return
  await writeRemarks(tx, actor, clee, charter, remarks)
  await tellComment(tx, actor, charter, commentMessage(clee, actor, remarks.map(({ article }) => article.title)))
}

/** Adds remarks to articles of the version in the works, all or none. False when it has just been decided: nothing is written. */
export const commentArticles = (actor: CurrentUser, clee: Clee, charter: FullCharter, remarks: Remark[]) =>
  db.$transaction(async (tx) => {
    // Comments wait for each other and for a decision under way.
    const [locked] = await tx.$queryRaw<{ status: CharterStatus }[]>`SELECT status FROM charters WHERE id = ${charter.id}::uuid FOR NO KEY UPDATE`
    if (!locked || !worksStatuses.includes(locked.status)) return false
    await publishRemarks(tx, actor, clee, charter, remarks)
    return true
  })
