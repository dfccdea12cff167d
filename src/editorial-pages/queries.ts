import { findEvent } from '../audit/queries.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { db, type Tx } from '../db.ts'
import { Gone, notFound } from '../errors.ts'
import { today } from '../school-year.ts'
import { uuid } from '../web/fields.ts'
import { formatInstant } from '../web/view-helpers.ts'
import { pagesPath } from './paths.ts'
import { visiblePages } from './policy.ts'

const order = [{ position: 'asc' }, { title: 'asc' }, { id: 'asc' }] as const
const linkFields = { id: true, slug: true, title: true, summary: true } as const

/** More than a portal has. */
const limit = 500

const absent = 'Cette page n’existe pas, ou n’est plus publiée. Le plan du site donne les autres.'

/** A page that this visitor may read; 404 otherwise. */
export async function getPage(user: CurrentUser | undefined, slug: string) {
  const page = await db.editorialPage.findFirst({ where: { AND: [{ slug }, visiblePages(user)] } })
  if (!page) throw notFound(absent)
  return page
}

/** The published pages, as links, in their order. */
export const listPublishedPages = () => db.editorialPage.findMany({ where: visiblePages(undefined), select: linkFields, orderBy: [...order], take: limit })

/** All pages without their text, those to read again first. */
export async function listManagedPages() {
  const pages = await db.editorialPage.findMany({ omit: { body: true }, orderBy: [...order], take: limit })
  const day = today()
  return [...pages.filter(({ reviewOn }) => reviewOn <= day), ...pages.filter(({ reviewOn }) => reviewOn > day)]
}

/** The published pages that are past their review date, the oldest first. */
export const listPagesToReview = () =>
  db.editorialPage.findMany({ where: { publishedAt: { not: null }, reviewOn: { lte: today() } }, select: { id: true, title: true, ownerName: true, reviewOn: true }, orderBy: [{ reviewOn: 'asc' }, { id: 'asc' }], take: limit })

/** A page by its id, for the mission; 404 when there is none, 410 when somebody has deleted it. */
export async function getManagedPage(id: string) {
  const page = uuid.safeParse(id).success ? await db.editorialPage.findUnique({ where: { id } }) : null
  if (page) return page
  const removal = await findEvent(id, 'page.removal')
  if (removal) throw new Gone(`Cette page a été supprimée par ${removal.actorName}, ${formatInstant(removal.at)}. Si vous y écriviez, votre saisie n’est pas enregistrée\u00a0: la touche «\u00a0Précédent\u00a0» du navigateur vous la rend, pour la copier.`, { href: pagesPath, label: 'Revenir aux pages' })
  throw notFound('Cette page n’existe pas, ou n’existe plus.')
}
export type ManagedPage = Awaited<ReturnType<typeof getManagedPage>>

/** Its texts, newest first, without them. */
export const listPageVersions = (pageId: string) => db.editorialPageVersion.findMany({ where: { pageId }, omit: { body: true }, orderBy: { revision: 'desc' }, take: limit })

/** For each version of which the text is that of an earlier one, the number of that one. */
export async function listRestorations(pageId: string): Promise<Map<number, number>> {
  const versions = await db.$queryRaw<{ revision: number; first: number }[]>`
    SELECT revision, min(revision) OVER (PARTITION BY title, body) AS first FROM editorial_page_versions
    WHERE page_id = ${pageId}::uuid ORDER BY revision DESC LIMIT ${limit}`
  return new Map(versions.flatMap(({ revision, first }) => (first < revision ? [[revision, first] as const] : [])))
}

/** One of its texts; 404 when there is none of that number. */
export async function getPageVersion(pageId: string, number: string) {
  const revision = /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0
  const version = await db.editorialPageVersion.findUnique({ where: { pageId_revision: { pageId, revision } } })
  if (!version) throw notFound('Cette version de la page n’existe pas.')
  return version
}

/** Whether somebody may have kept its address: a page is published, or was and has been withdrawn. */
export const hasBeenPublished = async (tx: Tx, { id, publishedAt }: { id: string; publishedAt: Date | null }) =>
  publishedAt !== null || (await tx.auditEntry.count({ where: { event: 'page.withdrawal', subjectId: id } })) > 0
