import { Router } from 'express'
import { stateOptions } from '../directory/cards.ts'
import { directoryPageSize } from '../directory/queries.ts'
import { bassinListSchema } from '../directory/schemas.ts'
import { searchBassin } from '../directory/search.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { addressWith } from '../web/sorting.ts'
import { withDe } from '../web/view-helpers.ts'
import { getBassin, listBassins } from './queries.ts'

/** Public. */
export const bassinsRouter = Router()

bassinsRouter.get('/bassins', async (_req, res) => {
  res.render('bassins/index', { title: 'Les bassins', breadcrumb: [{ href: '/bassins', label: 'Bassins' }], bassins: await listBassins() })
})

bassinsRouter.get('/bassins/:slug', async (req, res) => {
  const bassin = await getBassin(req.params.slug)
  const page = pageNumber(req.query['page'])
  const filters = bassinListSchema.parse(req.query)
  const path = `/bassins/${bassin.slug}`
  const { cards, total } = await searchBassin(bassin.slug, filters, page)
  res.render('bassins/show', {
    title: `Bassin ${withDe(bassin.name)}`,
    bassin,
    cards,
    filters,
    path,
    states: stateOptions,
    exportHref: addressWith('/clees.csv', { ...filters, bassin: bassin.slug }),
    pagination: paginate(path, filters, page, total, directoryPageSize),
    breadcrumb: [{ href: '/bassins', label: 'Bassins' }, { href: `/bassins/${bassin.slug}`, label: bassin.name }],
  })
})
