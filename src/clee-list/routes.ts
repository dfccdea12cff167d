import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { updateBadge } from '../charters/validity.ts'
import { cleeStates } from '../clees/labels.ts'
import { schoolYearOf } from '../school-year.ts'
import { toCsv } from '../web/csv.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber, pageSlice } from '../web/pagination.ts'
import { addressWith, readSort, writeSort } from '../web/sorting.ts'
import { csvRows } from './export.ts'
import { listedCharterStates } from './lines.ts'
import { canListClees } from './policy.ts'
import { cleeListPageSize, cleeListSorts, countByState, listClees, listOwnBassins, readExportDetails } from './queries.ts'
import { charterFilters, cleeListSchema, listedStates } from './schemas.ts'

/** Private: the « liste CLEE » of the mission and of the coordinators. */
export const cleeListRouter = Router()

const path = '/liste-des-clees'

const columns = [
  { label: 'CLEE', sortKey: 'nom' },
  { label: 'Bassin', sortKey: 'bassin' },
  { label: 'État', sortKey: 'etat' },
  { label: 'Copilote éducatif', sortKey: 'education' },
  { label: 'Copilote économique', sortKey: 'economie' },
  { label: 'Charte', sortKey: 'charte' },
  { label: 'Actions', sortKey: 'actions', isNumeric: true },
  { label: 'Dernière réunion', sortKey: 'reunion' },
  { label: 'Mis à jour', sortKey: 'date' },
]

async function readList(req: Request) {
  const user = requireAllowed(req, canListClees)
  const filters = cleeListSchema.parse(req.query)
  const sort = readSort(req.query['tri'], cleeListSorts)
  return { user, filters, sort, query: { ...filters, tri: writeSort(sort, 'bassin') }, lines: await listClees(user, filters, sort) }
}

const charterBadges = { ...listedCharterStates, none: { label: 'Pas commencée' }, outdated: updateBadge }
const charterOptions = charterFilters.map((value) => ({ value, label: charterBadges[value].label }))

/** Charters older than the template in force, besides those older than the version that the address names. */
const templateOptions = (current: string) => [
  { value: 'ancien', label: 'Ancien' },
  ...(current.startsWith('avant-') ? [{ value: current, label: `Antérieur à la version ${current.slice('avant-'.length)}` }] : []),
]

/** The states that some CLEE is in, as links that filter by them. */
const statesOf = (counts: Awaited<ReturnType<typeof countByState>>, current: string) =>
  listedStates.flatMap((value) => {
    const count = counts.get(value)
    return count ? [{ label: cleeStates[value].label, count, isCurrent: value === current, href: addressWith(path, { etat: value }) }] : []
  })

cleeListRouter.get(path, async (req, res) => {
  const { user, filters, sort, query, lines } = await readList(req)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines.length, cleeListPageSize)
  res.render('clee-list/index', {
    title: 'Liste des CLEE',
    schoolYear: schoolYearOf(),
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    lines: lines.slice(skip, skip + take),
    states: statesOf(await countByState(user), filters.etat),
    bassins: await listOwnBassins(user),
    stateOptions: listedStates.map((value) => ({ value, label: cleeStates[value].label })),
    charterOptions,
    templateOptions: templateOptions(filters.modele),
    ...listPage({ path, query, sort, columns, page, total: lines.length, size: cleeListPageSize }),
    tri: query.tri,
  })
})

cleeListRouter.get(`${path}.csv`, async (req, res) => {
  const { lines } = await readList(req)
  const details = await readExportDetails(lines.map(({ id }) => id))
  res.attachment('liste-des-clees.csv').type('text/csv').send(toCsv(csvRows(lines, details)))
})
