import { audit, type Actor } from '../audit/audit.ts'
import { subjectOf } from '../charters/commands.ts'
import type { FullCharter } from '../charters/queries.ts'
import type { FullClee } from '../clees/queries.ts'
import { db } from '../db.ts'
import { conflict } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { readLosses } from './losses.ts'
import { abandonmentMessage } from './mails.ts'

/** Deletes a draft that follows the charter in force, with its comments. False when somebody has written there since the page that showed `seen`; throws 409 when it was sent or is gone. */
export const abandonDraft = (actor: Actor, clee: FullClee, draft: FullCharter, inForce: FullCharter, seen: string) =>
  db.$transaction(async (tx) => {
    // Waits for what is being saved or commented: nobody's text goes away unread.
    await tx.$queryRaw`SELECT 1 FROM charters WHERE id = ${draft.id}::uuid FOR UPDATE`
    const losses = await readLosses(draft, inForce, tx)
    const isStillDraft = { id: draft.id, status: 'draft' as const, clee: { status: { not: 'closed' as const }, charters: { some: { id: inForce.id, status: 'validated' as const } } } }
    if ((await tx.charter.count({ where: isStillDraft })) === 0) throw conflict('Cette version vient d’être abandonnée, transmise ou soumise à l’accord de l’autre copilote. Revenez à la charte pour voir où elle en est.')
    if (losses.print !== seen) return false
    await tx.charter.deleteMany({ where: isStillDraft })
    await audit(tx, actor, 'charter.abandonment', subjectOf(clee, draft), { articles: losses.articles.map(({ title }) => title).join(', '), comments: losses.commentCount })
    await notify(tx, 'charter.abandonment', await copilotRecipients(tx, clee.id), abandonmentMessage(clee, actor.name, { draft, inForce, losses }))
    return true
  })
