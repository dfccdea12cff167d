import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import type { AuditEntry, Role } from '../generated/prisma/client.ts'
import { csvInstant, toCsv } from '../web/csv.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { readSort, writeSort } from '../web/sorting.ts'
import { auditEvents, auditEventNames, type AuditEvent } from './events.ts'
import { canReadJournal } from './policy.ts'
import { exportJournal, journalPageSize, listJournal, listJournalClees } from './queries.ts'
import { journalFiltersSchema } from './schemas.ts'
import { roleLabels } from '../users/labels.ts'

export const journalRouter = Router()

const columns = [{ label: 'Date', sortKey: 'date' }, { label: 'Événement' }, { label: 'Auteur' }, { label: 'Objet' }]
const labelOfRole = (role: unknown) => (typeof role === 'string' && role in roleLabels ? roleLabels[role as Role] : '')

/** What a line says besides of its object: of a role that changed, from what to what. */
function detailOf({ event, details }: AuditEntry) {
  if (event !== 'account.role' || typeof details !== 'object' || details === null || Array.isArray(details)) return ''
  const [from, to] = [labelOfRole(details['from']), labelOfRole(details['to'])]
  return from && to ? `De « ${from} » à « ${to} »` : ''
}

const labelOf = (event: string) => auditEvents[event as AuditEvent] ?? event

function authorize(req: Request) {
  requireAllowed(req, canReadJournal)
  const filters = journalFiltersSchema.parse(req.query)
  // Newest first, unless asked otherwise.
  const sort = readSort(req.query['tri'] || '-date', ['date'])
  return { filters, sort, query: { ...filters, tri: writeSort(sort, '') } }
}

journalRouter.get('/journal', async (req, res) => {
  const { filters, sort, query } = authorize(req)
  const page = pageNumber(req.query['page'])
  const { entries, total } = await listJournal(filters, sort, page)
  res.render('audit/index', {
    title: 'Journal',
    filters,
    tri: query.tri,
    ...listPage({ path: '/journal', query, sort, columns, page, total, size: journalPageSize }),
    roles: [...Object.entries(roleLabels).map(([value, label]) => ({ value, label })), { value: 'technique', label: 'Administration technique' }],
    clees: await listJournalClees(),
    events: auditEventNames.map((value) => ({ value, label: auditEvents[value] })),
    entries: entries.map((entry) => ({ ...entry, label: labelOf(entry.event), detail: detailOf(entry), role: entry.actorRole && roleLabels[entry.actorRole] })),
  })
})

journalRouter.get('/journal.csv', async (req, res) => {
  const { filters, sort } = authorize(req)
  const entries = await exportJournal(filters, sort)
  const rows = entries.map((entry) => [csvInstant(entry.at), labelOf(entry.event), entry.actorName, entry.actorRole ? roleLabels[entry.actorRole] : '', [entry.subjectName, detailOf(entry)].filter(Boolean).join(', '), entry.cleeName])
  res.attachment('journal.csv').type('text/csv').send(toCsv([['Date', 'Événement', 'Auteur', 'Rôle', 'Objet', 'CLEE'], ...rows]))
})
