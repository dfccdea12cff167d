import { Router } from 'express'
import { withLabels } from '../actions/labels.ts'
import { listVisibleActions } from '../actions/queries.ts'
import { listBassins } from '../bassins/queries.ts'
import { findValidatedCharter } from '../charters/queries.ts'
import { cleeStates } from '../clees/labels.ts'
import { canEditClee } from '../clees/policy.ts'
import { balanceOf } from '../members/balance.ts'
import { publishedMember } from '../members/names.ts'
import { schoolYearOf } from '../school-year.ts'
import { pageNumber, paginate } from '../web/pagination.ts'
import { directoryPageSize, getClee } from './queries.ts'
import { directorySchema } from './schemas.ts'
import { searchDirectory, shownCommunes } from './search.ts'

/** Public: the directory and the page of each CLEE. */
export const directoryRouter = Router()

directoryRouter.get('/clees', async (req, res) => {
  const filters = directorySchema.parse(req.query)
  const page = pageNumber(req.query['page'])
  const { choice, sections, total, count } = await searchDirectory(filters, page)
  res.render('directory/index', {
    title: 'Annuaire des CLEE',
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }],
    filters,
    choice,
    sections,
    total,
    count,
    shownCommunes,
    bassins: (await listBassins()).map(({ slug, name }) => ({ value: slug, label: name })),
    pagination: paginate('/clees', filters, page, total, directoryPageSize),
  })
})

directoryRouter.get('/clees/:slug', async (req, res) => {
  const clee = await getClee(req.user, req.params.slug)
  const schoolYear = schoolYearOf()
  res.render('directory/show', {
    title: clee.name,
    clee,
    schoolYear,
    state: cleeStates[clee.status],
    charter: await findValidatedCharter(clee.id),
    actions: (await listVisibleActions(req.user, clee.id, schoolYear)).map(withLabels),
    members: clee.members.map((member) => ({ world: member.world, hasSeat: member.hasSeat, label: publishedMember(member) })),
    balance: balanceOf(clee),
    isInsider: req.user ? canEditClee(req.user, clee) : false,
    breadcrumb: [{ href: '/clees', label: 'Annuaire' }, { href: `/clees/${clee.slug}`, label: clee.name }],
  })
})
