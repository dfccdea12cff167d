import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { config } from '../config.ts'
import { conflict } from '../errors.ts'
import type { MailStatus } from '../generated/prisma/client.ts'
import { csvInstant, toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { addressWith, readSort, sortableColumns, writeSort } from '../web/sorting.ts'
import { passOnMail, refusePassingOn } from './commands.ts'
import { mailWithLink } from './notify.ts'
import { canPassOn, canReadMails } from './policy.ts'
import { exportMails, getMail, listMails, mailPageSize, mailSorts } from './queries.ts'
import { mailFiltersSchema } from './schemas.ts'

export const mailsRouter = Router()

const hasSmtp = () => config.smtpUrl !== null

const states: Record<MailStatus, { label: string; kind: 'info' | 'success' | 'error' }> = {
  pending: { label: config.smtpUrl ? 'En attente d’envoi' : 'Non envoyé', kind: 'info' },
  sent: { label: config.smtpUrl ? 'Envoyé' : 'Transmis', kind: 'success' },
  failed: { label: 'Échec', kind: 'error' },
}

const withState = <M extends { status: MailStatus }>(mail: M) => ({ ...mail, state: states[mail.status] })

const columns = [{ label: 'Date', sortKey: 'date' }, { label: 'Objet', sortKey: 'objet' }, { label: 'Destinataire', sortKey: 'destinataire' }, { label: 'État', sortKey: 'etat' }]

function readList(req: Request) {
  requireAllowed(req, canReadMails)
  const filters = mailFiltersSchema.parse(req.query)
  // Newest first, unless asked otherwise.
  const sort = readSort(req.query['tri'] || '-date', mailSorts)
  return { filters, sort, query: { ...filters, tri: writeSort(sort, '') } }
}

mailsRouter.get('/courriels', async (req, res) => {
  const { filters, sort, query } = readList(req)
  const page = pageNumber(req.query['page'])
  const { mails, total } = await listMails(filters, sort, page)
  res.render('notifications/index', {
    title: 'Courriels',
    hasSmtp: hasSmtp(),
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    states: Object.entries(states).map(([value, { label }]) => ({ value, label })),
    mails: mails.map(withState),
    columns: sortableColumns('/courriels', query, sort, columns),
    tri: query.tri,
    exportHref: addressWith('/courriels.csv', query),
    pagination: paginate('/courriels', query, page, total, mailPageSize),
  })
})

mailsRouter.get('/courriels.csv', async (req, res) => {
  const { filters, sort } = readList(req)
  const mails = await exportMails(filters, sort)
  const rows = mails.map((mail) => [csvInstant(mail.createdAt), mail.subject, mail.toName, mail.toEmail, states[mail.status].label, mail.sentAt ? csvInstant(mail.sentAt) : '', String(mail.attempts), mail.lastError ?? ''])
  res.attachment('courriels.csv').type('text/csv').send(toCsv([['Écrit', 'Objet', 'Destinataire', 'Adresse', 'État', 'Envoyé', 'Essais', 'Dernière erreur'], ...rows]))
})

mailsRouter.get('/courriels/:id', async (req, res) => {
  const user = requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  // With a mail server the personal link is the addressee's alone; without one the mission passes it on.
  const link = hasSmtp() ? null : mail.secretLink
  res.render('notifications/show', {
    title: mail.subject,
    mail: withState(mail),
    text: mailWithLink({ text: mail.text, secretLink: link }),
    link,
    canPassOn: canPassOn(user, mail, hasSmtp()),
    breadcrumb: [{ href: '/courriels', label: 'Courriels' }],
  })
})

mailsRouter.get('/courriels/:id/transmission', async (req, res) => {
  requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  refusePassingOn()
  if (mail.status === 'sent') throw conflict('Ce courriel est déjà marqué comme transmis.')
  res.render('confirm', {
    title: 'Marquer un courriel comme transmis',
    heading: `Avez-vous transmis ce message à ${mail.toName} ?`,
    text: mail.secretLink ? 'Le lien personnel qu’il contient sera effacé d’ici : vous ne pourrez plus le relire.' : 'Il quittera la liste des messages à transmettre.',
    action: `/courriels/${mail.id}/transmission`,
    label: 'Oui, je l’ai transmis',
    back: { href: `/courriels/${mail.id}`, label: 'Pas encore' },
    breadcrumb: [{ href: '/courriels', label: 'Courriels' }, { href: `/courriels/${mail.id}`, label: mail.subject }],
  })
})

mailsRouter.post('/courriels/:id/transmission', async (req, res) => {
  const user = requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  await passOnMail(user, mail)
  await redirectWithFlash(req, res, '/courriels?etat=pending', `Le message à ${mail.toName} est marqué comme transmis.`)
})
