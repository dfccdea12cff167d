import { Router, type Request } from 'express'
import { withLabels } from '../actions/labels.ts'
import { publishedActionPath, reusePath } from '../actions/paths.ts'
import { canReuse } from '../actions/reuse.ts'
import { actionTypes, levels, sectors } from '../actions/vocabulary.ts'
import { currentUser } from '../auth/guards.ts'
import { listBassins } from '../bassins/queries.ts'
import { inBatches, sendCsvRows } from '../web/csv.ts'
import { addressWith } from '../web/sorting.ts'
import { readCursor, writePlace, type Place } from './cursor.ts'
import { csvHeader, csvRows } from './export.ts'
import { excerptOf } from './excerpt.ts'
import { listSearchYears, prepareSearch, readSearchBatches, searchActions, type FoundAction } from './queries.ts'
import { actionSearchSchema, maxSearchLength, type ActionSearchFilters } from './schemas.ts'

/** Private: the search of the network's actions. */
export const actionSearchRouter = Router()

const path = '/actions/recherche'

const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

async function listOptions() {
  const bassins = await listBassins()
  return {
    types: optionsOf(actionTypes),
    levels: optionsOf(levels),
    sectors: optionsOf(sectors).toSorted((one, other) => one.label.localeCompare(other.label, 'fr')),
    bassins: bassins.map(({ slug, name }) => ({ value: slug, label: name })),
    years: (await listSearchYears()).map((year) => ({ value: year, label: year })),
  }
}

const pageHref = (filters: ActionSearchFilters, name: 'apres' | 'avant', place: Place | null) => place && addressWith(path, { ...filters, [name]: writePlace(place) })

const shown = (action: FoundAction) => ({ ...withLabels(action), href: publishedActionPath(action), reuseHref: reusePath(action), excerpt: excerptOf(action) })

const readSearch = (req: Request) => prepareSearch(currentUser(req), actionSearchSchema.parse(req.query))

actionSearchRouter.get(path, async (req, res) => {
  const search = await readSearch(req)
  const { filters, user } = search
  const { actions, count, isMore, previous, next } = await searchActions(search, readCursor(req.query))
  res.render('action-search/index', {
    title: 'Actions du réseau',
    filters,
    maxSearchLength,
    isFiltered: Object.values(filters).some(Boolean),
    ...await listOptions(),
    actions: actions.map(shown),
    count,
    isMore,
    canReuse: await canReuse(user),
    exportHref: addressWith(`${path}.csv`, filters),
    previousHref: pageHref(filters, 'avant', previous),
    nextHref: pageHref(filters, 'apres', next),
  })
})

actionSearchRouter.get(`${path}.csv`, async (req, res) => {
  const search = await readSearch(req)
  await sendCsvRows(res, 'actions-du-reseau', csvHeader, csvRows(inBatches(await readSearchBatches(search))))
})
