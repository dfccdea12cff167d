import type { User } from '../../src/generated/prisma/client.ts'
import { startDraft } from '../../src/charter-templates/commands.ts'
import { publishDraft } from '../../src/charter-templates/publication.ts'
import { getDraft, printOfDraft } from '../../src/charter-templates/queries.ts'
import { db } from '../../src/db.ts'
import { saveTemplateArticle } from '../../src/template-articles/commands.ts'
import { getDraftArticle } from '../../src/template-articles/queries.ts'
import { asActor } from './factories.ts'

type Person = Pick<User, 'id'>
type Change = { title?: string; guidance?: string; startingText?: string; axes?: string[]; isMandatory?: boolean }

export const templatePath = '/modele-de-charte'
export const draftPath = `${templatePath}/brouillon`

/** A new version in preparation, with these changes. */
export async function makeDraft(mission: Person, changes: Record<string, Change> = {}) {
  const actor = await asActor(mission)
  await startDraft(actor)
  for (const [key, change] of Object.entries(changes)) {
    const article = await getDraftArticle(key)
    await saveTemplateArticle(actor, article, { ...article, ...change })
  }
  return getDraft()
}

/** Publishes the version in preparation. */
export const publish = async (mission: Person, summary = 'Le bilan devient obligatoire.') => publishDraft(await asActor(mission), { summary, seen: printOfDraft(await getDraft()) })

/** What is stored of the version in preparation. */
export const draftKeys = async () => (await getDraft()).articles.map(({ key }) => key)
export const templateEvents = async () => (await db.auditEntry.findMany({ where: { event: { startsWith: 'template.' } }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })).map(({ event }) => event)

/** What a hidden field of a page holds. */
export const hiddenOf = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
