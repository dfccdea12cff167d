import { findEvent } from '../audit/queries.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { db } from '../db.ts'
import { Gone, notFound } from '../errors.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import { schoolYearOf, today } from '../school-year.ts'
import { searchKey, searchWords } from '../text.ts'
import { uuid } from '../web/fields.ts'
import { formatInstant } from '../web/view-helpers.ts'
import { documentsPath } from './paths.ts'
import { visibleDocuments } from './policy.ts'
import type { LibraryFilters, ManagedFilters } from './schemas.ts'

export const libraryPageSize = 50
/** Beyond this number the lists would stop; an académie publishes a few dozen documents a year. */
const limit = 5_000

const withBassin = { bassin: { select: { name: true, slug: true } } } as const
const order = [{ issuedOn: { sort: 'desc', nulls: 'last' } }, { title: 'asc' }, { id: 'asc' }] satisfies Prisma.DocumentOrderByWithRelationInput[]

const yearWhere = (annee: string): Prisma.DocumentWhereInput => (annee === '' ? {} : { schoolYear: annee === 'sans' ? null : annee })

/** What filters keep: those of a bassin come with those of all. */
const libraryWhere = ({ annee, type, bassin }: LibraryFilters): Prisma.DocumentWhereInput => ({
  AND: [yearWhere(annee), ...(type ? [{ kind: type }] : []), ...(bassin ? [{ OR: [{ bassinId: null }, { bassin: { slug: bassin } }] }] : [])],
})

// This year and the next, then those of no year, then the years past.
const placeOf = (schoolYear: string | null, current: string) => (schoolYear === null ? current.slice(0, 4) : schoolYear)
const isAfter = (one: string, other: string) => (one === other ? 0 : one > other ? -1 : 1)

/** The published documents that the filters keep, those of this school year first, then those of no year, then year by year. */
export async function listPublishedDocuments(filters: LibraryFilters) {
  const documents = await db.document.findMany({ where: { AND: [visibleDocuments(undefined), libraryWhere(filters)] }, include: withBassin, orderBy: order, take: limit })
  const current = schoolYearOf()
  return documents.toSorted((one, other) => isAfter(placeOf(one.schoolYear, current), placeOf(other.schoolYear, current)))
}
export type LibraryDocument = Awaited<ReturnType<typeof listPublishedDocuments>>[number]

/** The school years of published documents, newest first, and whether some are of no year. */
export async function listPublishedYears() {
  const years = await db.document.groupBy({ by: ['schoolYear'], where: visibleDocuments(undefined), orderBy: { schoolYear: 'desc' } })
  return { years: years.flatMap(({ schoolYear }) => schoolYear ?? []), hasNone: years.some(({ schoolYear }) => schoolYear === null) }
}

const stateWhere: Record<ManagedFilters['etat'], () => Prisma.DocumentWhereInput> = {
  '': () => ({}),
  publie: () => ({ publishedAt: { not: null } }),
  retire: () => ({ publishedAt: null }),
  relire: () => ({ reviewOn: { lte: today() } }),
}

/** All documents that the filters keep, those to read again first, then the newest. */
export async function listManagedDocuments({ texte, annee, type, etat }: ManagedFilters) {
  const documents = await db.document.findMany({ where: { AND: [yearWhere(annee), ...(type ? [{ kind: type }] : []), stateWhere[etat]()] }, include: withBassin, orderBy: [{ schoolYear: { sort: 'desc', nulls: 'first' } }, ...order], take: limit })
  const words = searchWords(texte)
  const kept = documents.filter(({ title }) => (texte === '' || words.length > 0) && words.every((word) => searchKey(title).includes(word)))
  const day = today()
  const isLate = ({ reviewOn }: { reviewOn: Date | null }) => reviewOn !== null && reviewOn <= day
  return [...kept.filter(isLate), ...kept.filter((document) => !isLate(document))]
}

/** The published documents that are past their review date, the oldest first. */
export const listDocumentsToReview = () =>
  db.document.findMany({ where: { publishedAt: { not: null }, reviewOn: { lte: today() } }, select: { id: true, title: true, reviewOn: true }, orderBy: [{ reviewOn: 'asc' }, { id: 'asc' }], take: limit })

const findDocument = (user: CurrentUser | undefined, id: string) =>
  uuid.safeParse(id).success ? db.document.findFirst({ where: { AND: [{ id }, visibleDocuments(user)] }, include: withBassin }) : null

/** A document that this visitor may read; 404 otherwise. */
export async function getDocument(user: CurrentUser | undefined, id: string) {
  const document = await findDocument(user, id)
  if (!document) throw notFound('Ce document n’existe pas, ou n’est plus publié. La page « Documents » donne les autres.')
  return document
}
/** The same for who manages it: 410 when somebody has deleted it, who is named. */
export async function getManagedDocument(user: CurrentUser, id: string) {
  const removal = (await findDocument(user, id)) ? null : await findEvent(id, 'document.removal')
  if (removal) throw new Gone(`Ce document a été supprimé par ${removal.actorName}, ${formatInstant(removal.at)}. Si vous y écriviez, votre saisie n’est pas enregistrée\u00a0: la touche «\u00a0Précédent\u00a0» du navigateur vous la rend, pour la copier.`, { href: documentsPath, label: 'Revenir aux documents' })
  return getDocument(user, id)
}
export type FullDocument = Awaited<ReturnType<typeof getDocument>>

/** Its file; 404 when it was deleted meanwhile. */
export async function readDocumentFile(documentId: string): Promise<Uint8Array> {
  const file = await db.documentFile.findUnique({ where: { documentId } })
  if (!file) throw notFound('Ce document n’existe plus. La page « Documents » donne les autres.')
  return file.content
}
