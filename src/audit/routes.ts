import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { toCsv } from '../web/csv.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { formatClock, isoDay } from '../web/view-helpers.ts'
import { auditEvents, auditEventNames, type AuditEvent } from './events.ts'
import { canReadJournal } from './policy.ts'
import { exportJournal, journalPageSize, listJournal } from './queries.ts'
import { journalFiltersSchema } from './schemas.ts'
import { roleLabels } from '../users/labels.ts'

export const journalRouter = Router()

const labelOf = (event: string) => auditEvents[event as AuditEvent] ?? event

function authorize(req: Request) {
  requireAllowed(req, canReadJournal)
  return journalFiltersSchema.parse(req.query)
}

journalRouter.get('/journal', async (req, res) => {
  const filters = authorize(req)
  const page = pageNumber(req.query['page'])
  const { entries, total } = await listJournal(filters, page)
  res.render('audit/index', {
    title: 'Journal',
    filters,
    exportHref: `/journal.csv?${new URLSearchParams(filters).toString()}`,
    events: auditEventNames.map((value) => ({ value, label: auditEvents[value] })),
    entries: entries.map((entry) => ({ ...entry, label: labelOf(entry.event), role: entry.actorRole && roleLabels[entry.actorRole] })),
    pagination: paginate('/journal', filters, page, total, journalPageSize),
  })
})

journalRouter.get('/journal.csv', async (req, res) => {
  const entries = await exportJournal(authorize(req))
  const rows = entries.map((entry) => [`${isoDay(entry.at)} ${formatClock(entry.at).replace(/\s*h\s*/, ':').padStart(5, '0')}`, labelOf(entry.event), entry.actorName, entry.actorRole ? roleLabels[entry.actorRole] : '', entry.subjectName, entry.cleeName])
  res.attachment('journal.csv').type('text/csv').send(toCsv([['Date', 'Événement', 'Auteur', 'Rôle', 'Objet', 'CLEE'], ...rows]))
})
