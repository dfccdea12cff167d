import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { listBassinOptions } from '../bassins/queries.ts'
import { notFound } from '../errors.ts'
import { displayName } from '../text.ts'
import { mailPromise } from '../notifications/promise.ts'
import { isOpenYear, nextSchoolYear, previousSchoolYear, schoolYearOf } from '../school-year.ts'
import { toCsv } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { pageNumber, pageSlice, paginate } from '../web/pagination.ts'
import { schoolYearFrom } from '../web/school-years.ts'
import { addressWith, readSort, sortableColumns, writeSort } from '../web/sorting.ts'
import { plural } from '../web/view-helpers.ts'
import { designateCoordinator, refusePastYear, removeCoordinator, renewCoordinators } from './commands.ts'
import { canNameCoordinators, canReadCoordinators } from './policy.ts'
import { coordinatorPageSize, coordinatorSorts, getCoordination, listCoordinationYears, listCoordinations, listCoordinatorOptions, listRenewals } from './queries.ts'
import { coordinatorFiltersSchema, designationSchema, renewalSchema } from './schemas.ts'

/** Private: who coordinates each bassin, by school year. */
export const coordinatorsRouter = Router()

const path = '/coordonnateurs'
const pathOf = (schoolYear: string) => `${path}?annee=${schoolYear}`
const breadcrumbOf = (schoolYear: string, ...last: string[]) => [
  { href: '/tableau-de-bord', label: 'Tableau de bord' },
  { href: pathOf(schoolYear), label: `Coordonnateurs ${schoolYear}` },
  ...last.map((label) => ({ href: '', label })),
]

/** The school year of the address; 404 when it is neither this one, nor the next, nor a past one that has a line. */
async function readYear(req: Request) {
  const schoolYear = schoolYearFrom(req.query['annee'])
  if (!(await listCoordinationYears()).includes(schoolYear)) throw notFound('Aucun coordonnateur n’est enregistré pour cette année scolaire.')
  return schoolYear
}

async function readList(req: Request) {
  const user = requireAllowed(req, canReadCoordinators)
  const schoolYear = await readYear(req)
  return { user, schoolYear, filters: coordinatorFiltersSchema.parse(req.query), sort: readSort(req.query['tri'], coordinatorSorts) }
}

const columns = [{ label: 'Bassin', sortKey: 'bassin' }, { label: 'Coordonnateur', sortKey: 'personne' }, { label: 'Fonction', sortKey: 'fonction' }, { label: 'Adresse' }]

coordinatorsRouter.get(path, async (req, res) => {
  const { user, schoolYear, filters, sort } = await readList(req)
  const { lines, uncovered, bassins } = await listCoordinations(schoolYear, filters, sort)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines.length, coordinatorPageSize)
  const query = { annee: schoolYear, ...filters, tri: writeSort(sort, 'bassin') }
  const canName = canNameCoordinators(user) && isOpenYear(schoolYear)
  res.render('coordinators/index', {
    title: `Coordonnateurs ${schoolYear}`,
    schoolYear,
    years: await listCoordinationYears(),
    isOpen: isOpenYear(schoolYear),
    previousYear: previousSchoolYear(schoolYear),
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    lines: lines.slice(skip, skip + take),
    uncovered,
    bassins,
    canName,
    canRenew: canName && (await listRenewals(schoolYear)).renewable.length > 0,
    columns: [...sortableColumns(path, query, sort, columns), ...(canName ? [{ label: 'Gérer' }] : [])],
    tri: query.tri,
    exportHref: addressWith(`${path}.csv`, query),
    pagination: paginate(path, query, page, lines.length, coordinatorPageSize),
  })
})

coordinatorsRouter.get(`${path}.csv`, async (req, res) => {
  const { schoolYear, filters, sort } = await readList(req)
  const { lines } = await listCoordinations(schoolYear, filters, sort)
  const rows = lines.map((line) => [schoolYear, line.bassin, line.name, line.jobTitle, line.email, line.id && !line.isServing ? 'Compte désactivé' : ''])
  res.attachment(`coordonnateurs-${schoolYear}.csv`).type('text/csv').send(toCsv([['Année scolaire', 'Bassin', 'Coordonnateur', 'Fonction', 'Adresse électronique', 'Remarque'], ...rows]))
})

const yearOptions = () => [schoolYearOf(), nextSchoolYear(schoolYearOf())].map((value) => ({ value, label: value }))

const renderDesignation = async (res: Response, schoolYear: string, form: Form) =>
  res.render('coordinators/designation', {
    title: 'Désigner un coordonnateur de bassin',
    form,
    years: yearOptions(),
    bassins: await listBassinOptions(),
    people: await listCoordinatorOptions(),
    back: { href: pathOf(schoolYear), label: 'Annuler' },
    breadcrumb: breadcrumbOf(schoolYear, 'Désignation'),
  })

coordinatorsRouter.get(`${path}/designation`, async (req, res) => {
  requireAllowed(req, canNameCoordinators)
  const schoolYear = schoolYearFrom(req.query['annee'])
  refusePastYear(schoolYear)
  await renderDesignation(res, schoolYear, blankForm({ schoolYear, bassinId: req.query['bassin'] }))
})

coordinatorsRouter.post(`${path}/designation`, async (req, res) => {
  const user = requireAllowed(req, canNameCoordinators)
  const form = await submitForm(designationSchema, req.body, (input) => designateCoordinator(user, input))
  if (!form.ok) return renderDesignation(res.status(422), schoolYearOf(), form)
  const { user: person, bassin, schoolYear } = form.result
  await redirectWithFlash(req, res, pathOf(schoolYear), `${displayName(person)} coordonne le bassin de ${bassin.name} en ${schoolYear}${mailPromise(' ; un courriel le lui annonce')}.`)
})

coordinatorsRouter.get(`${path}/:id/retrait`, async (req, res) => {
  requireAllowed(req, canNameCoordinators)
  const coordination = await getCoordination(req.params.id)
  const { id, schoolYear, bassin } = coordination
  refusePastYear(schoolYear)
  res.render('confirm', {
    title: 'Retirer un coordonnateur de bassin',
    heading: `Retirer ${displayName(coordination.user)} ?`,
    text: `Cette personne ne coordonnera plus le bassin de ${bassin.name} en ${schoolYear}. Ses droits sur les CLEE de ce bassin cessent aussitôt ; son compte reste ouvert.`,
    action: `${path}/${id}/retrait`,
    label: 'Retirer',
    back: { href: pathOf(schoolYear), label: 'Garder cette désignation' },
    breadcrumb: breadcrumbOf(schoolYear, 'Retrait'),
  })
})

coordinatorsRouter.post(`${path}/:id/retrait`, async (req, res) => {
  const user = requireAllowed(req, canNameCoordinators)
  const coordination = await getCoordination(req.params.id)
  await removeCoordinator(user, coordination)
  await redirectWithFlash(req, res, pathOf(coordination.schoolYear), `${displayName(coordination.user)} ne coordonne plus le bassin de ${coordination.bassin.name} en ${coordination.schoolYear}.`)
})

function authorizeRenewal(req: Request) {
  const user = requireAllowed(req, canNameCoordinators)
  const schoolYear = schoolYearFrom(req.query['annee'])
  refusePastYear(schoolYear)
  return { user, schoolYear }
}

async function renderRenewal(res: Response, schoolYear: string, typed?: Form) {
  const renewals = await listRenewals(schoolYear)
  // Proposed at first: those of the bassins that nobody coordinates yet.
  const form = typed ?? blankForm({ ids: renewals.renewable.filter(({ isCovered }) => !isCovered).map(({ id }) => id) })
  res.render('coordinators/renewal', {
    title: `Reconduire les coordonnateurs en ${schoolYear}`,
    schoolYear,
    previousYear: previousSchoolYear(schoolYear),
    ...renewals,
    form,
    back: { href: pathOf(schoolYear), label: 'Annuler' },
    breadcrumb: breadcrumbOf(schoolYear, 'Reconduction'),
  })
}

coordinatorsRouter.get(`${path}/reconduction`, async (req, res) => {
  const { schoolYear } = authorizeRenewal(req)
  await renderRenewal(res, schoolYear)
})

coordinatorsRouter.post(`${path}/reconduction`, async (req, res) => {
  const { user, schoolYear } = authorizeRenewal(req)
  const form = await submitForm(renewalSchema, req.body, ({ ids }) => renewCoordinators(user, schoolYear, ids))
  if (!form.ok) return renderRenewal(res.status(422), schoolYear, form)
  await redirectWithFlash(req, res, pathOf(schoolYear), `${plural(form.result, 'désignation reconduite', 'désignations reconduites')} en ${schoolYear}${mailPromise(' ; un courriel l’annonce à chacun')}.`)
})
