import { Router, type Request, type Response } from 'express'
import { subscriptionOf } from '../agenda/subscription.ts'
import { requireAllowed } from '../auth/guards.ts'
import { stateOptions } from '../directory/cards.ts'
import { directoryPageSize } from '../directory/queries.ts'
import { bassinListSchema } from '../directory/schemas.ts'
import { searchBassin } from '../directory/search.ts'
import { today } from '../school-year.ts'
import { areaOf } from '../structured-data/schema-org.ts'
import { beginningOf } from '../text.ts'
import { mapOfBassin } from '../map/small.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { pageNumber, pageSlice, paginate } from '../web/pagination.ts'
import { addressWith, readSort, sortableColumns, writeSort } from '../web/sorting.ts'
import { joinList, plural, withDe } from '../web/view-helpers.ts'
import { addBassin, changeBassin, deleteBassin, refuseUsed } from './commands.ts'
import { canManageBassins } from './policy.ts'
import { bassinPageSize, bassinSorts, countBassins, countUses, getBassin, listBassins, listBassinTerritories, listManagedBassins, type Uses } from './queries.ts'
import { bassinFiltersSchema, bassinSchema } from './schemas.ts'

/** Public. */
export const bassinsRouter = Router()
/** Private: the mission adds, renames and deletes bassins. */
export const bassinsAdministrationRouter = Router()

/** Beyond this number of bassins, their page offers a search. */
const searchFrom = 12

bassinsRouter.get('/bassins', async (req, res) => {
  const { recherche } = bassinFiltersSchema.parse(req.query)
  res.render('bassins/index', {
    title: 'Les bassins',
    description: 'Les bassins de l’académie et les comités locaux école-entreprise de chacun.',
    breadcrumb: [{ href: '/bassins', label: 'Bassins' }],
    search: recherche,
    asOf: today(),
    hasSearch: recherche !== '' || (await countBassins()) > searchFrom,
    bassins: await listBassins(recherche),
    exportHref: addressWith('/bassins.csv', { recherche }),
    canManage: req.user ? canManageBassins(req.user) : false,
  })
})

bassinsRouter.get('/bassins.csv', async (req, res) => {
  const rows = await listBassinTerritories(bassinFiltersSchema.parse(req.query).recherche)
  const lines = rows.map(({ name, clees, communes }) => [name, String(clees), String(communes.length), communes.join(', ')])
  res.attachment('bassins.csv').type('text/csv').send(toCsv([['Bassin', 'CLEE', 'Nombre de communes', 'Communes couvertes'], ...lines]))
})

bassinsRouter.get('/bassins/:slug', async (req, res) => {
  const bassin = await getBassin(req.params.slug)
  const page = pageNumber(req.query['page'])
  const filters = bassinListSchema.parse(req.query)
  const path = `/bassins/${bassin.slug}`
  const { cards, total } = await searchBassin(bassin.slug, filters, page)
  res.render('bassins/show', {
    title: `Bassin ${withDe(bassin.name)}`,
    description: beginningOf(bassin.presentation) || `Les comités locaux école-entreprise du bassin ${withDe(bassin.name)} et leurs actions.`,
    structuredData: areaOf(bassin),
    bassin,
    subscription: subscriptionOf({ bassin }),
    cards,
    map: await mapOfBassin(bassin),
    filters,
    path,
    states: stateOptions,
    exportHref: addressWith('/clees.csv', { ...filters, bassin: bassin.slug }),
    pagination: paginate(path, filters, page, total, directoryPageSize),
    breadcrumb: [{ href: '/bassins', label: 'Bassins' }, { href: `/bassins/${bassin.slug}`, label: bassin.name }],
  })
})

const home = '/administration/bassins'
const breadcrumbOf = (...last: string[]) => [{ href: '/administration', label: 'Administration' }, { href: home, label: 'Bassins' }, ...last.map((label) => ({ href: '', label }))]
const columns = [{ label: 'Bassin', sortKey: 'nom' }, { label: 'CLEE', sortKey: 'clees', isNumeric: true }, { label: 'Coordonnateurs de l’année', sortKey: 'coordination' }]

bassinsAdministrationRouter.get(home, async (req, res) => {
  requireAllowed(req, canManageBassins)
  const filters = bassinFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], bassinSorts)
  const rows = await listManagedBassins(filters.recherche, sort)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, rows.length, bassinPageSize)
  const query = { ...filters, tri: writeSort(sort, 'nom') }
  res.render('bassins/administration', {
    title: 'Gérer les bassins',
    filters,
    rows: rows.slice(skip, skip + take),
    columns: [...sortableColumns(home, query, sort, columns), { label: 'Gérer' }],
    tri: query.tri,
    exportHref: addressWith('/bassins.csv', filters),
    pagination: paginate(home, query, page, rows.length, bassinPageSize),
    breadcrumb: breadcrumbOf(),
  })
})

type FormPage = { heading: string; action: string; slug: string | null; canDelete: boolean; keptBy?: string }

const renderForm = (res: Response, form: Form, page: FormPage) =>
  res.render('bassins/form', { title: page.heading, form, ...page, breadcrumb: breadcrumbOf(page.heading) })

const blankPage: FormPage = { heading: 'Ajouter un bassin', action: home, slug: null, canDelete: false }

bassinsAdministrationRouter.get(`${home}/nouveau`, (req, res) => {
  requireAllowed(req, canManageBassins)
  renderForm(res, blankForm(), blankPage)
})

bassinsAdministrationRouter.post(home, async (req, res) => {
  const user = requireAllowed(req, canManageBassins)
  const form = await submitForm(bassinSchema, req.body, (input) => addBassin(user, input))
  if (!form.ok) return renderForm(res.status(422), form, blankPage)
  await redirectWithFlash(req, res, home, `Le bassin « ${form.result.name} » est ajouté.`)
})

async function authorizeBassin(req: Request) {
  const user = requireAllowed(req, canManageBassins)
  return { user, bassin: await getBassin(String(req.params['slug'])) }
}

const isUsed = ({ clees, coordinators }: Uses) => clees + coordinators > 0
const keptBy = ({ clees, coordinators }: Uses) =>
  joinList([...(clees > 0 ? [`${plural(clees, 'CLEE', 'CLEE')} (brouillons et fermés compris)`] : []), ...(coordinators > 0 ? [`${plural(coordinators, 'désignation', 'désignations')} de coordonnateur (années passées comprises)`] : [])])

async function formPage({ id, slug, name }: { id: string; slug: string; name: string }): Promise<FormPage> {
  const uses = await countUses(id)
  return { heading: `Modifier le bassin « ${name} »`, action: `${home}/${slug}/modification`, slug, canDelete: !isUsed(uses), keptBy: keptBy(uses) }
}

bassinsAdministrationRouter.get(`${home}/:slug/modification`, async (req, res) => {
  const { bassin } = await authorizeBassin(req)
  renderForm(res, blankForm({ name: bassin.name, presentation: bassin.presentation }), await formPage(bassin))
})

bassinsAdministrationRouter.post(`${home}/:slug/modification`, async (req, res) => {
  const { user, bassin } = await authorizeBassin(req)
  const form = await submitForm(bassinSchema, req.body, (input) => changeBassin(user, bassin, input))
  if (!form.ok) return renderForm(res.status(422), form, await formPage(bassin))
  await redirectWithFlash(req, res, home, 'Le bassin est modifié. Son adresse reste la même.')
})

bassinsAdministrationRouter.get(`${home}/:slug/suppression`, async (req, res) => {
  const { bassin } = await authorizeBassin(req)
  if (isUsed(await countUses(bassin.id))) refuseUsed()
  res.render('confirm', {
    title: 'Supprimer un bassin',
    heading: `Supprimer le bassin « ${bassin.name} » ?`,
    text: 'Aucun CLEE ni coordonnateur ne s’y rattache. Sa page disparaîtra.',
    action: `${home}/${bassin.slug}/suppression`,
    label: 'Supprimer le bassin',
    back: { href: home, label: 'Garder ce bassin' },
    breadcrumb: breadcrumbOf('Suppression'),
  })
})

bassinsAdministrationRouter.post(`${home}/:slug/suppression`, async (req, res) => {
  const { user, bassin } = await authorizeBassin(req)
  await deleteBassin(user, bassin)
  await redirectWithFlash(req, res, home, `Le bassin « ${bassin.name} » est supprimé.`)
})
