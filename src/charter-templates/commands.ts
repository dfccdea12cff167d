import { audit, type Actor } from '../audit/audit.ts'
import { findPublishedTemplate } from '../charters/queries.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict } from '../errors.ts'
import type { TemplateArticle } from '../generated/prisma/client.ts'
import { findDraft, printOfDraft } from './queries.ts'

export const subjectOf = (version: number) => ({ id: String(version), name: `Modèle de charte, version ${version}` })

/** The draft, which nobody else changes before the end of the transaction. Throws 409 when it was published or deleted. */
export async function lockDraft(tx: Tx): Promise<number> {
  const [draft] = await tx.$queryRaw<{ version: number }[]>`SELECT version FROM charter_templates WHERE published_at IS NULL FOR UPDATE`
  if (!draft) throw conflict('Cette version du modèle vient d’être publiée ou abandonnée. Revenez à la page du modèle.')
  return draft.version
}

const keptOf = ({ key, position, kind, title, guidance, startingText, axes, isMandatory }: TemplateArticle) => ({ key, position, kind, title, guidance, startingText, axes, isMandatory })

/** Begins a new version from the published one. Throws 409 when one is begun already. */
export const startDraft = (actor: Actor) =>
  refuseDuplicate('Une nouvelle version du modèle est déjà en préparation. Revenez à la page du modèle pour l’ouvrir.', () =>
    db.$transaction(async (tx) => {
      const { version, articles } = await findPublishedTemplate(tx)
      const draft = await tx.charterTemplate.create({ data: { version: version + 1, articles: { create: articles.map(keptOf) } } })
      await audit(tx, actor, 'template.draft', subjectOf(draft.version))
    }),
  )

/** Deletes the draft; the published version stays in force. Throws 409 when it is gone already, or is not what the page showed: nobody's work is thrown away unread. */
export const deleteDraft = (actor: Actor, seen: string) =>
  db.$transaction(async (tx) => {
    const version = await lockDraft(tx)
    const draft = await findDraft(tx)
    if (draft && printOfDraft(draft) !== seen) throw conflict('Quelqu’un a modifié cette version depuis que vous avez ouvert la page. Revenez aux articles pour les relire avant de l’abandonner.')
    await tx.charterTemplate.deleteMany({ where: { version, publishedAt: null } })
    await audit(tx, actor, 'template.removal', subjectOf(version))
  })
