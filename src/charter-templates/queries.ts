import type { CurrentUser } from '../auth/current-user.ts'
import type { FullTemplate } from '../charters/queries.ts'
import { workspaceClees } from '../clees/policy.ts'
import { db, type Tx } from '../db.ts'
import { notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { printOf } from '../seen.ts'

const include = { articles: { orderBy: { position: 'asc' } } } satisfies Prisma.CharterTemplateInclude

const followedClees = { status: { notIn: ['draft', 'closed'] } } satisfies Prisma.CleeWhereInput

/** The published versions, newest first, with the number of CLEEs, not closed, whose newest charter follows each. */
export async function listTemplates() {
  const templates = await db.charterTemplate.findMany({ where: { publishedAt: { not: null } }, include: { _count: { select: { articles: true } } }, orderBy: { version: 'desc' } })
  // A charter never goes back to an earlier template: the highest is that of its newest version.
  const clees = await db.charter.groupBy({ by: ['cleeId'], where: { clee: followedClees }, _max: { templateVersion: true }, orderBy: { cleeId: 'asc' } })
  return templates.map((template) => ({ ...template, cleeCount: clees.filter(({ _max }) => _max.templateVersion === template.version).length }))
}

/** A published version; 404 when there is none of that number. */
export async function getTemplate(version: string | number): Promise<FullTemplate> {
  const number = /^[1-9]\d{0,5}$/.test(String(version)) ? Number(version) : 0
  const template = await db.charterTemplate.findFirst({ where: { version: number, publishedAt: { not: null } }, include })
  if (!template) throw notFound('Cette version du modèle n’existe pas, ou n’est pas publiée.')
  return template
}

/** What the mission prepares, or null. */
export const findDraft = (tx: Tx | typeof db = db): Promise<FullTemplate | null> => tx.charterTemplate.findFirst({ where: { publishedAt: null }, include, orderBy: { version: 'desc' } })

/** The same; 404 when nothing is prepared. */
export async function getDraft(): Promise<FullTemplate> {
  const draft = await findDraft()
  if (!draft) throw notFound('Aucune nouvelle version du modèle n’est en préparation : elle vient peut-être d’être publiée ou abandonnée.')
  return draft
}

/** A print of what a page showed of the draft; once changed, it has another. */
export const printOfDraft = ({ createdAt, revision, articles }: FullTemplate) => printOf({ createdAt, revision, articles: articles.map((article) => [article.key, article.revision]) })

/** CLEEs, not closed, whose newest charter is older than this version of the template. */
export const cleesOlderThan = (version: number) => ({ ...followedClees, charters: { some: {}, none: { templateVersion: { gte: version } } } }) satisfies Prisma.CleeWhereInput

export const countCleesOlderThan = (version: number) => db.clee.count({ where: cleesOlderThan(version) })

/** The CLEEs whose data may fill a preview, by name. */
export async function listPreviewClees(user: CurrentUser) {
  const clees = await db.clee.findMany({ where: workspaceClees(user), select: { slug: true, name: true }, orderBy: { searchName: 'asc' }, take: 2_000 })
  return clees.map(({ slug, name }) => ({ value: slug, label: name }))
}

export type NewerTemplate = { version: number; publishedAt: Date | null; summary: string }

/** The template in force when it is newer than the one that this charter was written from; null when the charter is up to date. */
export const findNewerTemplate = ({ templateVersion }: { templateVersion: number }): Promise<NewerTemplate | null> =>
  db.charterTemplate.findFirst({
    where: { version: { gt: templateVersion }, publishedAt: { not: null } },
    select: { version: true, publishedAt: true, summary: true },
    orderBy: { version: 'desc' },
  })
