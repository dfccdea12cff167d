import { audit, type Actor } from '../audit/audit.ts'
import { findPublishedTemplate, type FullTemplate } from '../charters/queries.ts'
import { db, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { copilotRecipients } from '../notifications/recipients.ts'
import { lockDraft, subjectOf } from './commands.ts'
import { compareTemplates } from './comparison.ts'
import { publicationMessage } from './mails.ts'
import { cleesOlderThan, findDraft, printOfDraft } from './queries.ts'
import type { PublicationInput } from './schemas.ts'

/** What is published is what the page showed, and says something new. */
async function refuseUnread(tx: Tx, draft: FullTemplate, seen: string) {
  if (seen !== printOfDraft(draft)) throw new FieldError('seen', 'La version en préparation a changé depuis que vous avez ouvert cette page. Relisez les différences ci-dessous, puis publiez.')
  const { articles } = await findPublishedTemplate(tx)
  if (compareTemplates(articles, draft.articles).length === 0) throw new FieldError('seen', 'Rien ne change par rapport à la version en vigueur : modifiez un article avant de publier, ou abandonnez cette version.')
}

async function tellCopilots(tx: Tx, version: number, summary: string) {
  const clees = await tx.clee.findMany({ where: cleesOlderThan(version), select: { id: true, name: true, slug: true, charters: { select: { status: true }, orderBy: { version: 'desc' } } }, orderBy: { id: 'asc' } })
  for (const clee of clees) await notify(tx, 'template.publication', await copilotRecipients(tx, clee.id), publicationMessage(clee, version, summary))
}

/** Publishes the draft and tells the co-pilots whose charter is older. Throws 409 when it is published already, FieldError when it is not what the page showed. Gives its number. */
export const publishDraft = (actor: Actor, { summary, seen }: PublicationInput) =>
  db.$transaction(
    async (tx) => {
      const version = await lockDraft(tx)
      const draft = await findDraft(tx)
      if (draft) await refuseUnread(tx, draft, seen)
      const { count } = await tx.charterTemplate.updateMany({ where: { version, publishedAt: null }, data: { publishedAt: new Date(), publishedByName: actor.name, summary } })
      if (count === 0) throw conflict('Cette version du modèle vient d’être publiée. Revenez à la page du modèle.')
      await audit(tx, actor, 'template.publication', subjectOf(version), { summary })
      await tellCopilots(tx, version, summary)
      return version
    },
    // Hundreds of CLEEs may have to be told.
    { timeout: 15_000 },
  )
