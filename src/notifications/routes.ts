import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { conflict } from '../errors.ts'
import type { Mail, MailStatus } from '../generated/prisma/client.ts'
import { csvInstant, toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { paginate } from '../web/pagination.ts'
import { addressWith, sortableColumns } from '../web/sorting.ts'
import { plural } from '../web/view-helpers.ts'
import { allPassedOn, alreadyPassedOn, passOnMails, refusePassingOn } from './commands.ts'
import { withDeadLinks } from './links.ts'
import { backToList, carrying, listFrom, originOf, readList } from './list.ts'
import { mailWithLink } from './notify.ts'
import { canPassOn, canReadMails } from './policy.ts'
import { hasMailServer } from './promise.ts'
import { countUnsentMails, exportMails, getMail, listKeptUnsentMails, listMails, listUnsentMails, mailPageSize, tickedLimit } from './queries.ts'
import { isAll, tickedMailsSchema } from './schemas.ts'

export const mailsRouter = Router()

const states: Record<MailStatus, { label: string; kind: 'info' | 'success' | 'error' }> = {
  pending: { label: hasMailServer() ? 'En attente d’envoi' : 'Non envoyé', kind: 'info' },
  sent: { label: hasMailServer() ? 'Envoyé' : 'Transmis', kind: 'success' },
  failed: { label: 'Échec', kind: 'error' },
}

const withState = <M extends { status: MailStatus }>(mail: M) => ({ ...mail, state: states[mail.status] })

const columns = [{ label: 'Date', sortKey: 'date' }, { label: 'Objet', sortKey: 'objet' }, { label: 'Destinataire', sortKey: 'destinataire' }, { label: 'État', sortKey: 'etat' }]

/** The button that marks all those that the filters keep, on every page of the list. */
const markAllLabel = (count: number) => (count > tickedLimit ? `Marquer les ${tickedLimit} plus anciens` : `Tout marquer comme transmis (${count})`)

async function renderList(res: Response, { user, filters, sort, page, query }: ReturnType<typeof readList>, form: Form = blankForm()) {
  const { mails, total } = await listMails(filters, sort, page)
  const shown = (await withDeadLinks(mails)).map((mail) => ({ ...withState(mail), canPassOn: canPassOn(user, mail, hasMailServer()) }))
  const isTicking = shown.some((mail) => mail.canPassOn)
  res.render('notifications/index', {
    title: 'Courriels',
    hasSmtp: hasMailServer(),
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    states: Object.entries(states).map(([value, { label }]) => ({ value, label })),
    form,
    mails: shown,
    isTicking,
    allLabel: isTicking ? markAllLabel(await countUnsentMails(filters)) : '',
    columns: [...sortableColumns('/courriels', query, sort, columns), ...(isTicking ? [{ label: 'Transmis' }] : [])],
    tri: query.tri,
    origin: originOf({ query, page }),
    exportHref: addressWith('/courriels.csv', query),
    pagination: paginate('/courriels', query, page, total, mailPageSize),
  })
}

mailsRouter.get('/courriels', (req, res) => renderList(res, readList(req)))

mailsRouter.get('/courriels.csv', async (req, res) => {
  const { filters, sort } = readList(req)
  const mails = await exportMails(filters, sort)
  const rows = mails.map((mail) => [csvInstant(mail.createdAt), mail.subject, mail.toName, mail.toEmail, states[mail.status].label, mail.sentAt ? csvInstant(mail.sentAt) : '', String(mail.attempts), mail.lastError ?? ''])
  res.attachment('courriels.csv').type('text/csv').send(toCsv([['Écrit', 'Objet', 'Destinataire', 'Adresse', 'État', 'Envoyé', 'Essais', 'Dernière erreur'], ...rows]))
})

const home = { href: '/courriels', label: 'Courriels' }

/** The list that the ticked mails come from, with the sentence that refuses them. */
const renderRefusedTicks = (req: Request, res: Response, carried: unknown, form: Form) => renderList(res.status(422), readList(req, listFrom(carried)), form)

async function renderPassingOn(res: Response, carried: unknown, mails: Mail[]) {
  if (mails.length === 0) throw conflict(allPassedOn)
  res.render('notifications/transmission', { title: 'Marquer des courriels comme transmis', mails: await withDeadLinks(mails), origin: carried, back: backToList(carried), breadcrumb: [home] })
}

// Before the mail of an id, whose address would take this one.
mailsRouter.get('/courriels/transmission', async (req, res) => {
  requireAllowed(req, canReadMails)
  refusePassingOn()
  const carried = req.query['liste']
  if (isAll(req.query)) return renderPassingOn(res, carried, await listKeptUnsentMails(readList(req, listFrom(carried)).filters))
  const form = await submitForm(tickedMailsSchema, req.query, ({ ids }) => listUnsentMails(ids))
  if (!form.ok) return renderRefusedTicks(req, res, carried, form)
  await renderPassingOn(res, carried, form.result)
})

mailsRouter.post('/courriels/transmission', async (req, res) => {
  const user = requireAllowed(req, canReadMails)
  const form = await submitForm(tickedMailsSchema, req.body, ({ ids }) => passOnMails(user, ids))
  if (!form.ok) return renderRefusedTicks(req, res, req.body['liste'], form)
  await redirectWithFlash(req, res, backToList(req.body['liste']), `${plural(form.result, 'courriel est marqué comme transmis', 'courriels sont marqués comme transmis')}.`)
})

mailsRouter.get('/courriels/:id', async (req, res) => {
  const user = requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  const [{ isDead } = { isDead: false }] = await withDeadLinks([mail])
  // With a mail server the personal link is the addressee's alone; without one the mission passes it on, as long as it serves.
  const link = hasMailServer() || isDead ? null : mail.secretLink
  res.render('notifications/show', {
    title: mail.subject,
    mail: withState(mail),
    text: mailWithLink({ text: mail.text, secretLink: link }),
    link,
    isDead,
    back: backToList(req.query['liste']),
    passOnHref: carrying(`/courriels/${mail.id}/transmission`, req.query['liste']),
    canPassOn: canPassOn(user, mail, hasMailServer()),
    breadcrumb: [home],
  })
})

mailsRouter.get('/courriels/:id/transmission', async (req, res) => {
  requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  refusePassingOn()
  if (mail.status === 'sent') throw conflict(alreadyPassedOn)
  res.render('confirm', {
    title: 'Marquer un courriel comme transmis',
    heading: `Avez-vous transmis ce message à ${mail.toName} ?`,
    text: mail.secretLink ? 'Le lien personnel qu’il contient sera effacé d’ici : vous ne pourrez plus le relire.' : 'Il quittera la liste des messages à transmettre.',
    action: carrying(`/courriels/${mail.id}/transmission`, req.query['liste']),
    label: 'Oui, je l’ai transmis',
    back: { href: carrying(`/courriels/${mail.id}`, req.query['liste']), label: 'Pas encore' },
    breadcrumb: [home, { href: `/courriels/${mail.id}`, label: mail.subject }],
  })
})

mailsRouter.post('/courriels/:id/transmission', async (req, res) => {
  const user = requireAllowed(req, canReadMails)
  const mail = await getMail(req.params.id)
  await passOnMails(user, [mail.id])
  await redirectWithFlash(req, res, backToList(req.query['liste']), `Le message à ${mail.toName} est marqué comme transmis.`)
})
