import { Router, type Request, type Response } from 'express'
import { countWaitingRequests } from '../account-requests/queries.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { requireAllowed } from '../auth/guards.ts'
import { listBassinOptions } from '../bassins/queries.ts'
import { conflict, FieldError } from '../errors.ts'
import { toCsv } from '../web/csv.ts'
import { leavesByMail } from '../notifications/promise.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { readSort, writeSort } from '../web/sorting.ts'
import { changeRole, disableAccount, enableAccount } from './access.ts'
import { correctAccount, inviteAccount, renewAccountInvitation } from './commands.ts'
import { deleteAccount, listVacancies } from './deletion.ts'
import { roleHints, roleLabels, roleOptions, accountStates } from './labels.ts'
import { canDisable, canEnable, canInviteAgain, canManageAccounts } from './policy.ts'
import { accountValues, csvHeader, csvLine, historyOf, presented } from './presenters.ts'
import { accountPageSize, accountSorts, exportAccounts, getAccount, listAccountHistory, listAccounts, type Account } from './queries.ts'
import { accountFiltersSchema, accountSchema, correctionSchema, noConfirmationSchema, ownAccountSchema, roleSchema, roles } from './schemas.ts'

/** Private: the accounts, which the mission manages. */
export const usersRouter = Router()

const columns = [{ label: 'Nom', sortKey: 'nom' }, { label: 'Rôle', sortKey: 'role' }, { label: 'Établissement ou structure' }, { label: 'État' }, { label: 'Dernière connexion', sortKey: 'connexion' }]
const stateOptions = Object.entries(accountStates).map(([value, { label }]) => ({ value, label }))

function readList(req: Request) {
  requireAllowed(req, canManageAccounts)
  const filters = accountFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], accountSorts)
  return { filters, sort, query: { ...filters, tri: writeSort(sort, 'nom') } }
}

usersRouter.get('/comptes', async (req, res) => {
  const { filters, sort, query } = readList(req)
  const page = pageNumber(req.query['page'])
  const { accounts, total } = await listAccounts(filters, sort, page)
  res.render('users/index', {
    title: 'Comptes',
    filters,
    roles: roleOptions,
    states: stateOptions,
    ...listPage({ path: '/comptes', query, sort, columns, page, total, size: accountPageSize }),
    accounts: accounts.map(presented),
    waiting: await countWaitingRequests(),
  })
})

usersRouter.get('/comptes.csv', async (req, res) => {
  const { filters, sort } = readList(req)
  const accounts = await exportAccounts(filters, sort)
  res.attachment('comptes.csv').type('text/csv').send(toCsv([csvHeader, ...accounts.map(csvLine)]))
})

const breadcrumb = (...last: { href: string; label: string }[]) => [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: '/comptes', label: 'Comptes' }, ...last]
const roleChoices = roles.map((value) => ({ value, label: roleLabels[value], hint: roleHints[value] }))

const renderInvitation = async (res: Response, form: Form) =>
  res.render('users/invitation', { title: 'Inviter une personne', form, roles: roleChoices, bassins: await listBassinOptions(), breadcrumb: breadcrumb({ href: '', label: 'Inviter une personne' }) })

usersRouter.get('/comptes/invitation', async (req, res) => {
  requireAllowed(req, canManageAccounts)
  await renderInvitation(res, blankForm())
})

usersRouter.post('/comptes/invitation', async (req, res) => {
  const user = requireAllowed(req, canManageAccounts)
  const form = await submitForm(accountSchema, req.body, (input) => inviteAccount(user, input))
  if (!form.ok) return renderInvitation(res.status(422), form)
  await redirectWithFlash(req, res, `/comptes/${form.result.id}`, `L’invitation à ${form.result.email} ${leavesByMail} : le lien sert une fois, pendant 72 heures.`)
})

/** The account of the address, for the mission; 404 when there is none. */
async function authorizeAccount(req: Request) {
  const user = requireAllowed(req, canManageAccounts)
  return { user, account: await getAccount(String(req.params['id'])) }
}

usersRouter.get('/comptes/:id', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  const shown = presented(account)
  res.render('users/show', {
    title: shown.name,
    account: shown,
    history: historyOf(await listAccountHistory(account.id)),
    can: { inviteAgain: canInviteAgain(user, account), disable: canDisable(user, account), enable: canEnable(user, account) },
    breadcrumb: breadcrumb({ href: '', label: shown.name }),
  })
})

const placed = (account: Account, label: string) => breadcrumb({ href: `/comptes/${account.id}`, label: presented(account).name }, { href: '', label })

const renderCorrection = (res: Response, account: Account, form: Form) =>
  res.render('users/correction', { title: `Modifier le compte – ${presented(account).name}`, account: presented(account), form, breadcrumb: placed(account, 'Modification') })

usersRouter.get('/comptes/:id/modification', async (req, res) => {
  const { account } = await authorizeAccount(req)
  renderCorrection(res, account, blankForm(accountValues(account)))
})

usersRouter.post('/comptes/:id/modification', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  const form = await submitForm(correctionSchema, { ...req.body, role: account.role }, (input) => correctAccount(user, account, input))
  if (!form.ok) return renderCorrection(res.status(422), account, form)
  await redirectWithFlash(req, res, `/comptes/${account.id}`, 'Le compte est modifié.')
})

function confirmOwn(req: Request) {
  const check = ownAccountSchema.safeParse(req.body ?? {})
  if (!check.success) throw new FieldError('own', check.error.issues[0]?.message ?? '')
}

const renderRole = async (user: CurrentUser, res: Response, account: Account, form: Form) =>
  res.render('users/role', {
    isOwn: account.id === user.id,
    title: `Changer le rôle – ${presented(account).name}`,
    account: presented(account),
    form,
    roles: roleChoices.filter(({ value }) => value !== account.role),
    bassins: await listBassinOptions(),
    breadcrumb: placed(account, 'Rôle'),
  })

usersRouter.get('/comptes/:id/role', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  await renderRole(user, res, account, blankForm({ ...accountValues(account), role: '' }))
})

usersRouter.post('/comptes/:id/role', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  const form = await submitForm(roleSchema, req.body, async (input) => {
    if (account.id === user.id) confirmOwn(req)
    return changeRole(user, account, input)
  })
  if (!form.ok) return renderRole(user, res.status(422), account, form)
  // One's own new role may not manage accounts.
  await redirectWithFlash(req, res, account.id === user.id ? '/tableau-de-bord' : `/comptes/${account.id}`, 'Le rôle du compte est changé.')
})

usersRouter.post('/comptes/:id/invitation', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  await renewAccountInvitation(user, account)
  await redirectWithFlash(req, res, `/comptes/${account.id}`, `Une nouvelle invitation ${leavesByMail} ; l’ancien lien ne sert plus.`)
})

const acts = {
  desactivation: {
    heading: 'Désactiver ce compte ?',
    text: 'Ses sessions se ferment aussitôt, et ses liens en attente ne servent plus. Ses sièges de copilote et son historique restent. Vous pourrez réactiver le compte.',
    label: 'Désactiver le compte',
    done: 'Le compte est désactivé ; ses sessions sont fermées.',
  },
  suppression: {
    heading: 'Supprimer ce compte ?',
    text: 'Le nom et l’adresse disparaissent du portail ; ce que la personne a fait reste sous sa fonction. Ses copilotages en cours cessent aussitôt : un CLEE dont elle tenait seule un côté devient « Copilotage vacant ». Cela ne s’annule pas.',
    label: 'Supprimer le compte',
    done: 'Le compte est supprimé ; l’historique est gardé sous la fonction.',
  },
}
type Act = keyof typeof acts

async function renderAct(req: Request, res: Response, account: Account, act: Act, form: Form) {
  const { heading, text, label } = acts[act]
  const shown = presented(account)
  const vacancies = act === 'suppression' ? await listVacancies(account.id) : []
  res.render('users/confirm', { vacancies, title: `${heading.replace(' ?', '')} – ${shown.name}`, account: shown, form, heading, text, label, act, isOwn: account.id === req.user?.id, breadcrumb: placed(account, label) })
}

async function answerAct(req: Request, res: Response, act: Act, work: (user: Express.User, account: Account, input: { vacancy: boolean }) => Promise<void>) {
  const { user, account } = await authorizeAccount(req)
  const isOwn = account.id === user.id
  const form = await submitForm(isOwn ? ownAccountSchema : noConfirmationSchema, req.body, (input) => work(user, account, input))
  if (!form.ok) return renderAct(req, res.status(422), account, act, form)
  if (isOwn) return res.redirect(303, '/connexion')
  await redirectWithFlash(req, res, act === 'suppression' ? '/comptes' : `/comptes/${account.id}`, acts[act].done)
}

usersRouter.get('/comptes/:id/desactivation', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  if (!canDisable(user, account)) throw conflict('Ce compte est déjà désactivé.')
  await renderAct(req, res, account, 'desactivation', blankForm())
})

usersRouter.post('/comptes/:id/desactivation', (req, res) => answerAct(req, res, 'desactivation', disableAccount))

usersRouter.post('/comptes/:id/reactivation', async (req, res) => {
  const { user, account } = await authorizeAccount(req)
  await enableAccount(user, account)
  await redirectWithFlash(req, res, `/comptes/${account.id}`, 'Le compte est réactivé.')
})

usersRouter.get('/comptes/:id/suppression', async (req, res) => {
  const { account } = await authorizeAccount(req)
  await renderAct(req, res, account, 'suppression', blankForm())
})

usersRouter.post('/comptes/:id/suppression', (req, res) => answerAct(req, res, 'suppression', (user, { id }, { vacancy }) => deleteAccount(user, id, vacancy)))
