import { db } from '../db.ts'
import type { Prisma } from '../generated/prisma/client.ts'
import type { JournalFilters } from './schemas.ts'

export const journalPageSize = 50
const exportLimit = 10_000

const contains = (text: string) => ({ contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const })

// Days are those of Paris: a day begins when PostgreSQL, told the zone, says so; +1 h or +2 h is found by the formatter.
function parisMidnight(day: string, offsetDays = 0): Date {
  const utc = new Date(`${day}T00:00:00Z`)
  utc.setUTCDate(utc.getUTCDate() + offsetDays)
  const hours = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' }).format(utc))
  return new Date(utc.getTime() - hours * 3_600_000)
}

function journalWhere({ evenement, texte, du, au }: JournalFilters): Prisma.AuditEntryWhereInput {
  const period = { ...(du && { gte: parisMidnight(du) }), ...(au && { lt: parisMidnight(au, 1) }) }
  return {
    ...(evenement && { event: evenement }),
    ...(texte && { OR: [{ actorName: contains(texte) }, { subjectName: contains(texte) }] }),
    ...((du || au) && { at: period }),
  }
}

/** A page of the journal, newest first, and the number of lines that the filters keep. */
export async function listJournal(filters: JournalFilters, page: number) {
  const where = journalWhere(filters)
  const total = await db.auditEntry.count({ where })
  const lastPage = Math.max(1, Math.ceil(total / journalPageSize))
  const entries = await db.auditEntry.findMany({
    where,
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    skip: (Math.min(page, lastPage) - 1) * journalPageSize,
    take: journalPageSize,
  })
  return { entries, total }
}

/** The lines that the filters keep, newest first, at most 10,000: what the CSV holds. */
export const exportJournal = (filters: JournalFilters) =>
  db.auditEntry.findMany({ where: journalWhere(filters), orderBy: [{ at: 'desc' }, { id: 'desc' }], take: exportLimit })

/** The history of one CLEE, newest first, at most `limit` lines. */
export const listCleeHistory = (cleeId: string, limit = 30) =>
  db.auditEntry.findMany({ where: { cleeId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: limit })
