import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { FieldError } from '../errors.ts'
import { quoted } from '../text.ts'
import { worldLabels, worldOptions } from '../worlds.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, failedForm, submitForm, type Form } from '../web/forms.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber } from '../web/pagination.ts'
import { addressWith, readSort } from '../web/sorting.ts'
import { updateOrganisation } from './commands.ts'
import { kindLabels, kindOptions } from './labels.ts'
import { mergeOrganisations } from './merge.ts'
import { canManageOrganisations, canPickOrganisation, managedOrganisations, suggestedOrganisations } from './policy.ts'
import { exportOrganisations, findLookalikes, getOrganisation, listOrganisations, organisationSortKeys, organisationsPageSize, suggestOrganisations, type FullOrganisation } from './queries.ts'
import { mergeSchema, organisationFiltersSchema, organisationSchema, readChange } from './schemas.ts'
import { organisationLabel, organisationSuggestions } from './typed.ts'

/** Private: the organisations of the network, kept by the mission, and their suggestions. */
export const organisationsRouter = Router()

const breadcrumb = (...last: { href: string; label: string }[]) => [{ href: '/organisations', label: 'Organisations' }, ...last]
const pathOf = ({ id }: { id: string }, last = '') => `/organisations/${id}${last}`

organisationsRouter.get(organisationSuggestions, async (req, res) => {
  const user = requireAllowed(req, canPickOrganisation)
  const typed = typeof req.query['q'] === 'string' ? req.query['q'].slice(0, 200) : ''
  res.json(await suggestOrganisations(typed, suggestedOrganisations(user)))
})

function readList(req: Request) {
  requireAllowed(req, canManageOrganisations)
  const filters = organisationFiltersSchema.parse(req.query)
  return { filters, sort: readSort(filters.tri, organisationSortKeys) }
}

const columns = [
  { label: 'Organisation', sortKey: 'nom' },
  { label: 'Type', sortKey: 'type' },
  { label: 'Monde', sortKey: 'monde' },
  { label: 'Commune', sortKey: 'ville' },
  { label: 'SIRET', sortKey: 'siret' },
  { label: 'CLEE', isNumeric: true },
]

organisationsRouter.get('/organisations', async (req, res) => {
  const { filters, sort } = readList(req)
  const page = pageNumber(req.query['page'])
  const { organisations, total } = await listOrganisations(filters, managedOrganisations, sort, page)
  res.render('organisations/index', {
    title: 'Organisations',
    filters,
    kinds: kindOptions,
    worlds: worldOptions,
    ...listPage({ path: '/organisations', query: filters, sort, columns, page, total, size: organisationsPageSize }),
    organisations: organisations.map((organisation) => ({ ...organisation, kindLabel: kindLabels[organisation.kind], worldLabel: worldLabels[organisation.world] })),
    breadcrumb: breadcrumb(),
  })
})

organisationsRouter.get('/organisations.csv', async (req, res) => {
  const { filters, sort } = readList(req)
  const organisations = await exportOrganisations(filters, managedOrganisations, sort)
  const rows = organisations.map(({ name, kind, world, city, siret, clees }) => [name, kindLabels[kind], worldLabels[world], city, siret ?? '', String(clees)])
  res.attachment('organisations.csv').type('text/csv').send(toCsv([columns.map(({ label }) => label), ...rows]))
})

async function authorize(req: Request) {
  const user = requireAllowed(req, canManageOrganisations)
  return { user, organisation: await getOrganisation(String(req.params['id']), managedOrganisations) }
}

organisationsRouter.get('/organisations/:id', async (req, res) => {
  const { organisation } = await authorize(req)
  res.render('organisations/show', {
    title: organisation.name,
    organisation,
    kindLabel: kindLabels[organisation.kind],
    worldLabel: worldLabels[organisation.world],
    breadcrumb: breadcrumb({ href: '', label: organisation.name }),
  })
})

const renderForm = (res: Response, organisation: FullOrganisation, form: Form, twin: { id: string; name: string } | null = null) =>
  res.render('organisations/form', {
    title: `Modifier – ${organisation.name}`,
    heading: `Modifier ${quoted(organisation.name)}`,
    organisation,
    form,
    merge: twin && { href: addressWith(pathOf(organisation, '/reunion'), { avec: twin.id }), name: twin.name },
    kinds: kindOptions,
    worlds: [{ value: '', label: 'Celui du type choisi' }, ...worldOptions],
    back: { href: pathOf(organisation), label: 'Revenir à l’organisation' },
    breadcrumb: breadcrumb({ href: pathOf(organisation), label: organisation.name }, { href: '', label: 'Modifier' }),
  })

organisationsRouter.get('/organisations/:id/modification', async (req, res) => {
  const { organisation } = await authorize(req)
  const { name, kind, world, city, siret } = organisation
  renderForm(res, organisation, blankForm({ name, kind, world, city, siret }))
})

const takenSiret = ({ name }: { name: string }) => `Ce SIRET est celui de « ${name} » : rien n’est enregistré. Corrigez-le, ou réunissez les deux organisations si c’est la même.`

organisationsRouter.post('/organisations/:id/modification', async (req, res) => {
  const { user, organisation } = await authorize(req)
  const form = await submitForm(organisationSchema, req.body, (input) => updateOrganisation(user, organisation, readChange(input)))
  if (!form.ok) return renderForm(res.status(422), organisation, form)
  const twin = form.result
  if (twin) return renderForm(res.status(422), organisation, failedForm(req.body, { siret: takenSiret(twin) }), twin)
  await redirectWithFlash(req, res, pathOf(organisation), 'L’organisation est modifiée.')
})

const shownSide = (organisation: FullOrganisation) => ({
  ...organisation,
  label: organisationLabel(organisation),
  kindLabel: kindLabels[organisation.kind],
  worldLabel: worldLabels[organisation.world],
})

async function renderMerge(req: Request, res: Response, organisation: FullOrganisation, otherId: string, form: Form) {
  const typed = typeof req.query['recherche'] === 'string' ? req.query['recherche'].slice(0, 200) : ''
  const other = otherId === '' ? null : await getOrganisation(otherId, managedOrganisations)
  res.render('organisations/merge', {
    title: `Réunir – ${organisation.name}`,
    heading: `Réunir ${quoted(organisation.name)} avec une autre organisation`,
    form,
    search: typed,
    action: pathOf(organisation, '/reunion'),
    organisation: shownSide(organisation),
    other: other && other.id !== organisation.id ? shownSide(other) : null,
    lookalikes: other ? [] : (await findLookalikes(organisation, typed, managedOrganisations)).map((one) => ({ id: one.id, label: organisationLabel(one) })),
    breadcrumb: breadcrumb({ href: pathOf(organisation), label: organisation.name }, { href: '', label: 'Réunir' }),
  })
}

organisationsRouter.get('/organisations/:id/reunion', async (req, res) => {
  const { organisation } = await authorize(req)
  await renderMerge(req, res, organisation, typeof req.query['avec'] === 'string' ? req.query['avec'] : '', blankForm())
})

organisationsRouter.post('/organisations/:id/reunion', async (req, res) => {
  const { user, organisation } = await authorize(req)
  const form = await submitForm(mergeSchema, req.body, async ({ other, kept }) => {
    const pair = [organisation, await getOrganisation(other, managedOrganisations)]
    const [staying, leaving] = [pair.find(({ id }) => id === kept), pair.find(({ id }) => id !== kept)]
    if (!staying || !leaving || organisation.id === other) throw new FieldError('kept', 'Choisissez laquelle de ces deux organisations garder.')
    await mergeOrganisations(user, staying, leaving)
    return staying
  })
  if (!form.ok) return renderMerge(req, res.status(422), organisation, typeof form.values['other'] === 'string' ? form.values['other'] : '', form)
  await redirectWithFlash(req, res, pathOf(form.result), `Les deux organisations n’en font plus qu’une : ${quoted(form.result.name)}.`)
})
