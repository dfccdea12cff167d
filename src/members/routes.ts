import { Router, type Request, type Response } from 'express'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { canEditClee } from '../clees/policy.ts'
import type { FullClee } from '../clees/queries.ts'
import { dayAfter } from '../copilots/seats.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { conflict } from '../errors.ts'
import { organisationSuggestions, toldOtherName } from '../organisations/typed.ts'
import { schoolSuggestions } from '../schools/pick.ts'
import { today } from '../school-year.ts'
import { fullName, quoted } from '../text.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { readSort } from '../web/sorting.ts'
import { formatDay, formatPeriod, withDe } from '../web/view-helpers.ts'
import { printOf } from '../seen.ts'
import { worldOptions } from '../worlds.ts'
import { balanceOf } from './balance.ts'
import { addMember, endMember, recordConsent, removeMember, updateMember, withdrawConsent } from './commands.ts'
import { consentMeans } from './labels.ts'
import { memberName } from './names.ts'
import { csvOf, formOf, formOptions, memberLines, pathOf, rowOf } from './pages.ts'
import { exportMembers, getMember, listMembers, memberSortKeys, membersPageSize, type FullMember } from './queries.ts'
import { consentSchema, endSchema, memberFiltersSchema, memberSchema } from './schemas.ts'
import { withSchoolRefusal } from './structure.ts'

/** Private: the members of a CLEE. */
export const membersRouter = Router()

function readList(req: Request) {
  const filters = memberFiltersSchema.parse(req.query)
  return { filters, sort: readSort(filters.tri, memberSortKeys) }
}

const columns = [
  { label: 'Membre', sortKey: 'structure' },
  { label: 'Monde', sortKey: 'monde' },
  { label: 'Comité', sortKey: 'siege' },
  { label: 'Participation', sortKey: 'du' },
  { label: 'Nom publié' },
]

membersRouter.get('/clees/:slug/membres', async (req, res) => {
  const { user, clee } = await authorizeWorkspace(req)
  const { filters, sort } = readList(req)
  const page = pageNumber(req.query['page'])
  const { members, total, hasHistory } = await listMembers(clee.id, filters, sort, page)
  res.render('members/index', {
    title: `Membres – ${clee.name}`,
    clee,
    filters,
    worlds: worldOptions,
    ...listPage({ path: pathOf(clee), query: filters, sort, columns, page, total, size: membersPageSize }),
    members: members.map(rowOf),
    hasHistory,
    balance: balanceOf(clee),
    canEdit: canEditClee(user, clee),
    stepper: draftStepper(clee, 'membres'),
    nextHref: pathAfter(clee, 'membres'),
    back: backFrom(clee, 'membres'),
    breadcrumb: spaceBreadcrumb(clee, 'Membres'),
  })
})

membersRouter.get('/clees/:slug/membres.csv', async (req, res) => {
  const { clee } = await authorizeWorkspace(req)
  const { filters, sort } = readList(req)
  const members = await exportMembers(clee.id, filters, sort)
  res.attachment(`membres-${clee.slug}.csv`).type('text/csv').send(toCsv(csvOf(members)))
})

const renderForm = (res: Response, clee: FullClee, form: Form, member: FullMember | null) =>
  res.render('members/form', {
    title: `${member ? 'Modifier un membre' : 'Ajouter un membre'} – ${clee.name}`,
    clee,
    form,
    member: member && rowOf(member),
    seen: member && printOf(formOf(member)),
    stored: member && memberLines(member),
    action: member ? pathOf(clee, `/${member.id}/modification`) : pathOf(clee, '/ajout'),
    suggestions: { schools: schoolSuggestions, organisations: organisationSuggestions },
    ...formOptions,
    stepper: draftStepper(clee, 'membres'),
    breadcrumb: spaceBreadcrumb(clee, { href: pathOf(clee), label: 'Membres' }, member ? 'Modifier' : 'Ajouter'),
  })

membersRouter.get('/clees/:slug/membres/ajout', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  renderForm(res, clee, blankForm({ hasSeat: 'oui', startsOn: today() }), null)
})

membersRouter.post('/clees/:slug/membres/ajout', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(memberSchema, req.body, async (input) => toldOtherName((await addMember(user, clee, input)).organisation, input.organisationName))
  if (!form.ok) return renderForm(res.status(422), clee, await withSchoolRefusal(form), null)
  await redirectWithFlash(req, res, pathOf(clee), `Le membre est ajouté.${form.result}`)
})

async function authorizeMember(req: Request) {
  const { user, clee } = await authorizeEdit(req)
  return { user, clee, member: await getMember(clee.id, String(req.params['id'])) }
}

membersRouter.get('/clees/:slug/membres/:id/modification', async (req, res) => {
  const { clee, member } = await authorizeMember(req)
  renderForm(res, clee, blankForm(formOf(member)), member)
})

membersRouter.post('/clees/:slug/membres/:id/modification', async (req, res) => {
  const { user, clee, member } = await authorizeMember(req)
  const form = await submitForm(memberSchema, req.body, async (input) => {
    const { organisation, losesConsent } = await updateMember(user, clee, member, input)
    return `${losesConsent ? ' L’accord pour publier le nom ne vaut plus : il avait été donné sous un autre nom.' : ''}${toldOtherName(organisation, input.organisationName)}`
  })
  if (!form.ok) return renderForm(res.status(422), clee, await withSchoolRefusal(form), member)
  await redirectWithFlash(req, res, pathOf(clee), `Le membre est modifié.${form.result}`)
})

const renderEnd = (res: Response, clee: FullClee, member: FullMember, form: Form) =>
  res.render('members/end', {
    title: `Fin de participation – ${clee.name}`,
    form,
    label: memberName(member),
    startsOn: member.startsOn,
    action: pathOf(clee, `/${member.id}/fin`),
    back: { href: pathOf(clee), label: 'Revenir aux membres' },
    breadcrumb: spaceBreadcrumb(clee, { href: pathOf(clee), label: 'Membres' }, 'Fin de participation'),
  })

/** A member is a former one from the day after the last. */
const endSentence = (endsOn: Date) =>
  `La fin de la participation est enregistrée\u00a0; le membre reste dans l’historique, sous «\u00a0Anciens\u00a0»${endsOn >= today() ? `, à partir du ${formatDay(dayAfter(endsOn))}` : ''}.`

membersRouter.get('/clees/:slug/membres/:id/fin', async (req, res) => {
  const { clee, member } = await authorizeMember(req)
  renderEnd(res, clee, member, blankForm({ endsOn: member.endsOn ?? today() }))
})

membersRouter.post('/clees/:slug/membres/:id/fin', async (req, res) => {
  const { user, clee, member } = await authorizeMember(req)
  const form = await submitForm(endSchema, req.body, ({ endsOn }) => endMember(user, clee, member, endsOn ?? today()))
  if (!form.ok) return renderEnd(res.status(422), clee, member, form)
  await redirectWithFlash(req, res, pathOf(clee), endSentence(form.result))
})

membersRouter.get('/clees/:slug/membres/:id/retrait', async (req, res) => {
  const { clee, member } = await authorizeMember(req)
  res.render('confirm', {
    title: `Retirer un membre – ${clee.name}`,
    heading: 'Retirer ce membre ?',
    text: `${quoted(memberName(member))}, ${formatPeriod(member.startsOn, member.endsOn)}, ne figurera plus parmi les membres de ${quoted(clee.name)}, ni dans leur historique. Ne retirez que ce qui a été ajouté par erreur : si cette personne a vraiment participé, enregistrez plutôt la fin de sa participation.`,
    action: pathOf(clee, `/${member.id}/retrait`),
    label: 'Retirer le membre',
    back: { href: pathOf(clee), label: 'Garder ce membre' },
    breadcrumb: spaceBreadcrumb(clee, { href: pathOf(clee), label: 'Membres' }, 'Retirer'),
  })
})

membersRouter.post('/clees/:slug/membres/:id/retrait', async (req, res) => {
  const { user, clee, member } = await authorizeMember(req)
  await removeMember(user, clee, member)
  await redirectWithFlash(req, res, pathOf(clee), 'Le membre est retiré.')
})

const renderConsent = (res: Response, clee: FullClee, member: FullMember, form: Form) =>
  res.render('members/consent', {
    title: `Accord pour publier un nom – ${clee.name}`,
    form,
    person: fullName(member),
    label: memberName(member),
    means: Object.entries(consentMeans).map(([value, label]) => ({ value, label })),
    action: pathOf(clee, `/${member.id}/accord`),
    back: { href: pathOf(clee), label: 'Revenir aux membres' },
    breadcrumb: spaceBreadcrumb(clee, { href: pathOf(clee), label: 'Membres' }, 'Accord'),
  })

/** R18: nothing to agree to without a name. */
async function authorizeConsent(req: Request) {
  const found = await authorizeMember(req)
  if (found.member.lastName === '') throw conflict('Ce membre n’a pas de nom enregistré. Ajoutez d’abord son nom par « Modifier », puis enregistrez son accord.')
  return found
}

membersRouter.get('/clees/:slug/membres/:id/accord', async (req, res) => {
  const { clee, member } = await authorizeConsent(req)
  renderConsent(res, clee, member, blankForm({ consentOn: today() }))
})

membersRouter.post('/clees/:slug/membres/:id/accord', async (req, res) => {
  const { user, clee, member } = await authorizeConsent(req)
  const form = await submitForm(consentSchema, req.body, (input) => recordConsent(user, clee, member, input))
  if (!form.ok) return renderConsent(res.status(422), clee, member, form)
  await redirectWithFlash(req, res, pathOf(clee), `L’accord est enregistré : le nom ${withDe(fullName(member))} figure sur la page publique.`)
})

membersRouter.post('/clees/:slug/membres/:id/retrait-accord', async (req, res) => {
  const { user, clee, member } = await authorizeMember(req)
  await withdrawConsent(user, clee, member)
  await redirectWithFlash(req, res, pathOf(clee), 'L’accord est retiré : le nom ne figure plus sur la page publique.')
})
