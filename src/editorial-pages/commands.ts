import { audit, type Actor } from '../audit/audit.ts'
import { db, refuseDuplicate, type Tx } from '../db.ts'
import { conflict, FieldError } from '../errors.ts'
import type { EditorialPage } from '../generated/prisma/client.ts'
import { slugify } from '../text.ts'
import { hasBeenPublished } from './queries.ts'
import type { PageInput } from './schemas.ts'

type Page = Pick<EditorialPage, 'id' | 'slug' | 'title' | 'publishedAt'>
type Text = Pick<EditorialPage, 'title' | 'body'>

const subjectOf = ({ id, title }: { id: string; title: string }) => ({ id, name: title })
const raced = 'Une page vient de prendre ce titre. Choisissez-en un autre.'
const changed = 'Cette page a changé depuis que vous l’avez ouverte. Rechargez-la pour voir où elle en est, puis recommencez.'

/** The address that a title gives. Throws FieldError when another page has it. */
async function freeSlug(tx: Tx, title: string, exceptId?: string) {
  const slug = slugify(title)
  const taken = await tx.editorialPage.findFirst({ where: { slug, ...(exceptId && { id: { not: exceptId } }) } })
  if (taken) throw new FieldError('title', `La page « ${taken.title} » a déjà l’adresse que donne ce titre\u00a0: choisissez-en un autre.`)
  return slug
}

const keepVersion = (tx: Tx, actor: Actor, pageId: string, revision: number, { title, body }: Text) =>
  tx.editorialPageVersion.create({ data: { pageId, revision, title, body, savedAt: new Date(), savedByName: actor.name } })

/** Begins a page, which nobody reads before it is published. Throws FieldError when its title is taken, 409 when it was just taken. */
export const createPage = (actor: Actor, input: PageInput) =>
  refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      const page = await tx.editorialPage.create({ data: { ...input, slug: await freeSlug(tx, input.title), updatedByName: actor.name } })
      await keepVersion(tx, actor, page.id, page.revision, page)
      await audit(tx, actor, 'page.creation', subjectOf(page))
      return page
    }),
  )

/** The address of a page never changes once somebody may have kept it. */
const slugAfter = async (tx: Tx, page: Page, title: string) => (title === page.title || (await hasBeenPublished(tx, page)) ? page.slug : freeSlug(tx, title, page.id))

/** Changes a page that is still at this revision; says so when somebody has changed it since: nothing is written. Throws as createPage. */
export const changePage = (actor: Actor, page: Page & Text, revision: number, input: PageInput): Promise<'saved' | 'clash'> =>
  refuseDuplicate(raced, () =>
    db.$transaction(async (tx) => {
      const slug = await slugAfter(tx, page, input.title)
      const { count } = await tx.editorialPage.updateMany({ where: { id: page.id, revision }, data: { ...input, slug, updatedByName: actor.name, revision: { increment: 1 } } })
      if (count === 0) return 'clash'
      if (input.title !== page.title || input.body !== page.body) await keepVersion(tx, actor, page.id, revision + 1, input)
      await audit(tx, actor, 'page.change', { id: page.id, name: input.title })
      return 'saved'
    }),
  )

/** Puts an earlier text back, as a new one. Throws 409 when the page is no longer at this revision. */
export const restoreVersion = (actor: Actor, page: Page, revision: number, version: Text & { revision: number }) =>
  db.$transaction(async (tx) => {
    const { title, body } = version
    const { count } = await tx.editorialPage.updateMany({ where: { id: page.id, revision }, data: { title, body, updatedByName: actor.name, revision: { increment: 1 } } })
    if (count === 0) throw conflict(changed)
    await keepVersion(tx, actor, page.id, revision + 1, version)
    await audit(tx, actor, 'page.change', { id: page.id, name: title }, { restored: version.revision })
  })

/** Publishes the text that was shown. Throws 409 when it has changed since, or is published. */
export const publishPage = (actor: Actor, page: Page, revision: number) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.editorialPage.updateMany({ where: { id: page.id, revision, publishedAt: null }, data: { publishedAt: new Date() } })
    if (count === 0) throw conflict(changed)
    await audit(tx, actor, 'page.publication', subjectOf(page))
  })

/** Takes a page back from its readers; its text stays. Throws 409 when it is not published any more. */
export const withdrawPage = (actor: Actor, page: Page) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.editorialPage.updateMany({ where: { id: page.id, publishedAt: { not: null } }, data: { publishedAt: null } })
    if (count === 0) throw conflict('Cette page n’est déjà plus publiée.')
    await audit(tx, actor, 'page.withdrawal', subjectOf(page))
  })

/** Deletes a page that nobody reads, with its versions. Throws 409 when it is published, deleted, or was changed since it was shown. */
export const deletePage = (actor: Actor, page: Page, revision: number) =>
  db.$transaction(async (tx) => {
    const { count } = await tx.editorialPage.deleteMany({ where: { id: page.id, revision, publishedAt: null } })
    if (count === 0) throw conflict(changed)
    await audit(tx, actor, 'page.removal', subjectOf(page))
  })
