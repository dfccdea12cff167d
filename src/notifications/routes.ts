import { Router } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { config } from '../config.ts'
import type { Mail, MailStatus } from '../generated/prisma/client.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { mailWithLink } from './notify.ts'
import { canReadMails } from './policy.ts'
import { getMail, listMails, mailPageSize } from './queries.ts'

export const mailsRouter = Router()

const states: Record<MailStatus, { label: string; kind: 'info' | 'success' | 'error' }> = {
  pending: { label: config.smtpUrl ? 'En attente d’envoi' : 'Non envoyé', kind: 'info' },
  sent: { label: 'Envoyé', kind: 'success' },
  failed: { label: 'Échec', kind: 'error' },
}

const withState = (mail: Mail) => ({ ...mail, state: states[mail.status] })

mailsRouter.get('/courriels', async (req, res) => {
  requireAllowed(req, canReadMails)
  const page = pageNumber(req.query['page'])
  const { mails, total } = await listMails(page)
  res.render('notifications/index', {
    title: 'Courriels',
    hasSmtp: config.smtpUrl !== null,
    mails: mails.map(withState),
    pagination: paginate('/courriels', {}, page, total, mailPageSize),
  })
})

mailsRouter.get('/courriels/:id', async (req, res) => {
  requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  // With a mail server the personal link is the addressee's alone; without one the mission passes it on.
  const link = config.smtpUrl ? null : mail.secretLink
  res.render('notifications/show', {
    title: mail.subject,
    mail: withState(mail),
    text: mailWithLink({ text: mail.text, secretLink: link }),
    link,
    breadcrumb: [{ href: '/courriels', label: 'Courriels' }],
  })
})
