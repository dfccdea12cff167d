import { Router } from 'express'
import { cardOf } from '../directory/cards.ts'
import { listDirectory, directoryPageSize } from '../directory/queries.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { getBassin, listBassins } from './queries.ts'

/** Public. */
export const bassinsRouter = Router()

bassinsRouter.get('/bassins', async (_req, res) => {
  res.render('bassins/index', { title: 'Les bassins', breadcrumb: [{ href: '/bassins', label: 'Bassins' }], bassins: await listBassins() })
})

bassinsRouter.get('/bassins/:slug', async (req, res) => {
  const bassin = await getBassin(req.params.slug)
  const page = pageNumber(req.query['page'])
  const { lines, total } = await listDirectory({ search: '', bassinSlug: bassin.slug, communeCode: '' }, page)
  res.render('bassins/show', {
    title: `Bassin de ${bassin.name}`,
    bassin,
    cards: lines.map(({ clee }) => cardOf(clee)),
    pagination: paginate(`/bassins/${bassin.slug}`, {}, page, total, directoryPageSize),
    breadcrumb: [{ href: '/bassins', label: 'Bassins' }, { href: `/bassins/${bassin.slug}`, label: bassin.name }],
  })
})
