import { audit, type Actor } from '../audit/audit.ts'
import { subjectOf } from '../charters/commands.ts'
import type { FullCharter } from '../charters/queries.ts'
import type { FullClee } from '../clees/queries.ts'
import { db, type Tx } from '../db.ts'
import type { Article } from '../generated/prisma/client.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { printOf } from '../seen.ts'
import { missionWritingMessage } from './mails.ts'

type Content = Pick<Article, 'body' | 'axes' | 'priorities'>
/** What an article becomes, the draft and the revision that were read, and the print of what was shown, "" when the form does not say. */
export type ArticleEdit = Content & { article: Article; revision: number; draft?: string; seen?: string }
/** What has come of it, with the revision to write on from and the print of what was sent. */
export type Save = { key: string; outcome: 'saved' | 'unchanged' | 'clash'; revision: number; seen: string }
type Author = { actor: Actor; clee: FullClee; charter: FullCharter }

const journalInterval = 60 * 60_000

/** The print by which a form says what it showed of an article. */
export const contentPrint = ({ body, axes, priorities }: Content) => printOf({ body, axes, priorities })

/** The co-pilots' charter is not changed without them: one mail an hour at most for a CLEE. Before the line of the journal that it looks for. */
async function tellCopilots(tx: Tx, { actor, clee }: Author, { title }: Article, since: Date) {
  if (actor.role !== 'mission') return
  const told = await tx.auditEntry.count({ where: { event: 'charter.article', cleeId: clee.id, at: { gt: since }, actorRole: 'mission' } })
  if (told === 0) await notify(tx, 'charter.article', await copilotRecipients(tx, clee.id), missionWritingMessage(clee, actor.name, title))
}

// What is saved as it is typed would fill the journal.
async function auditOncePerHour(tx: Tx, author: Author, article: Article) {
  const { actor, clee, charter } = author
  const { title } = article
  const since = new Date(Date.now() - journalInterval)
  const told = await tx.auditEntry.count({
    where: { event: 'charter.article', cleeId: clee.id, at: { gt: since }, subjectId: charter.id, actorId: actor.id, details: { path: ['article'], equals: title } },
  })
  if (told > 0) return
  await tellCopilots(tx, author, article, since)
  await audit(tx, actor, 'charter.article', subjectOf(clee, charter), { article: title })
}

async function saveOne(tx: Tx, author: Author, stored: Article, { body, axes, priorities, revision, draft, seen }: ArticleEdit): Promise<Save> {
  const print = contentPrint({ body, axes, priorities })
  const save = (outcome: Save['outcome'], next: number): Save => ({ key: stored.key, outcome, revision: next, seen: print })
  if (print === contentPrint(stored)) return save('unchanged', stored.revision)
  // Somebody else may have written there since: who has touched nothing overwrites nothing.
  if (print === seen) return save('unchanged', revision)
  // Revisions are counted again in the draft that follows one abandoned: the same number is not the same text.
  if (draft && draft !== stored.charterId) return save('clash', revision)
  const { count } = await tx.article.updateMany({
    where: { id: stored.id, revision, charter: { status: 'draft' } },
    data: { body, axes, priorities, revision: { increment: 1 }, updatedByName: author.actor.name },
  })
  if (count === 0) return save('clash', revision)
  await auditOncePerHour(tx, author, stored)
  return save('saved', revision + 1)
}

/** Saves what has changed of the articles, each under its revision. One that somebody saved since it was read, or whose version was sent, is a clash: nothing of it is written. */
export const saveArticles = (actor: Actor, clee: FullClee, charter: FullCharter, edits: ArticleEdit[]) =>
  db.$transaction(async (tx) => {
    // Waits for a submission under way: once sent, the text never changes (R7); and for another save, which may have told already.
    await tx.$queryRaw`SELECT 1 FROM charters WHERE id = ${charter.id}::uuid FOR NO KEY UPDATE`
    const stored = new Map((await tx.article.findMany({ where: { charterId: charter.id }, orderBy: { position: 'asc' } })).map((article) => [article.id, article]))
    const saves: Save[] = []
    for (const edit of edits) saves.push(await saveOne(tx, { actor, clee, charter }, stored.get(edit.article.id) ?? edit.article, edit))
    return saves
  })

/** Saves one article. False when somebody saved it since it was read, or sent the version: nothing is written. */
export async function saveArticle(actor: Actor, clee: FullClee, charter: FullCharter, article: Article, values: Omit<ArticleEdit, 'article'>) {
  const saves = await saveArticles(actor, clee, charter, [{ article, ...values }])
  return saves.every(({ outcome }) => outcome !== 'clash')
}
