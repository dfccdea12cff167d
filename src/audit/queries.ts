import { db } from '../db.ts'
import type { AuditEntry, Prisma } from '../generated/prisma/client.ts'
import { parisMidnight } from '../school-year.ts'
import { searchKey } from '../text.ts'
import { pageSlice } from '../web/pagination.ts'
import { direction, type Sort } from '../web/sorting.ts'
import type { AuditEvent } from './events.ts'
import type { JournalFilters } from './schemas.ts'

export const journalPageSize = 50
const exportLimit = 10_000

const contains = (text: string) => ({ contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })

/** The CLEEs whose name contains a text, accents and case ignored: their whole history answers it. */
async function findCleeIds(texte: string) {
  const key = searchKey(texte)
  if (key === '') return []
  const clees = await db.clee.findMany({ where: { searchName: { contains: key } }, select: { id: true }, orderBy: { id: 'asc' }, take: 200 })
  return clees.map(({ id }) => id)
}

/** The CLEE of a slug: its lines; none for an unknown one. */
async function cleeWhere(slug: string): Promise<Prisma.AuditEntryWhereInput> {
  const clee = await db.clee.findUnique({ where: { slug }, select: { id: true } })
  return clee ? { cleeId: clee.id } : { id: { in: [] } }
}

/** CLEEs to filter the journal by, by name. */
export async function listJournalClees() {
  const clees = await db.clee.findMany({ where: { status: { not: 'draft' } }, select: { slug: true, name: true }, orderBy: { searchName: 'asc' }, take: 2_000 })
  return clees.map(({ slug, name }) => ({ value: slug, label: name }))
}

async function journalWhere({ evenement, role, clee, texte, du, au }: JournalFilters): Promise<Prisma.AuditEntryWhereInput> {
  const drafts = await db.clee.findMany({ where: { status: 'draft' }, select: { id: true }, orderBy: { id: 'asc' } })
  const period = { ...(du && { gte: parisMidnight(du) }), ...(au && { lt: parisMidnight(au, 1) }) }
  return {
    // A draft is its author's alone until it is sent; so is its history.
    AND: [{ OR: [{ cleeId: null }, { cleeId: { notIn: drafts.map(({ id }) => id) } }] }, ...(clee ? [await cleeWhere(clee)] : [])],
    ...(evenement && { event: evenement }),
    ...(role && { actorRole: role === 'technique' ? null : role }),
    ...(texte && { OR: [{ actorName: contains(texte) }, { subjectName: contains(texte) }, { cleeId: { in: await findCleeIds(texte) } }] }),
    ...((du || au) && { at: period }),
  }
}

const byDate = (sort: Sort) => [{ at: direction(sort) }, { id: direction(sort) }]

/** A page of the journal by date, and the number of lines that the filters keep. */
export async function listJournal(filters: JournalFilters, sort: Sort, page: number) {
  const where = await journalWhere(filters)
  const total = await db.auditEntry.count({ where })
  const entries = await db.auditEntry.findMany({
    where,
    orderBy: byDate(sort),
    ...pageSlice(page, total, journalPageSize),
  })
  return { entries: await withCleeNames(entries), total }
}

/** The lines that the filters keep, by date, at most 10,000: what the CSV holds. */
export async function exportJournal(filters: JournalFilters, sort: Sort) {
  const entries = await db.auditEntry.findMany({ where: await journalWhere(filters), orderBy: byDate(sort), take: exportLimit })
  return withCleeNames(entries)
}

// The journal keeps ids, which outlive a CLEE: one that was deleted has no name any more.
async function withCleeNames(entries: AuditEntry[]) {
  const ids = [...new Set(entries.flatMap(({ cleeId }) => cleeId ?? []))]
  const clees = await db.clee.findMany({ where: { id: { in: ids } }, select: { id: true, name: true }, orderBy: { id: 'asc' } })
  const names = new Map(clees.map(({ id, name }) => [id, name]))
  return entries.map((entry) => ({ ...entry, cleeName: names.get(entry.cleeId ?? '') ?? '' }))
}

/** The history of one CLEE, newest first, at most `limit` lines. */
export const listCleeHistory = (cleeId: string, limit = 30) =>
  db.auditEntry.findMany({ where: { cleeId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit })

/** Who did this last to a subject, and when; null when nobody has. */
export const findEvent = (subjectId: string, event: AuditEvent) => db.auditEntry.findFirst({ where: { event, subjectId }, select: { at: true, actorName: true }, orderBy: { at: 'desc' } })
