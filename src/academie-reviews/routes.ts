import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { listOwnBassins } from '../clee-list/queries.ts'
import { sendPdf } from '../documents/send.ts'
import { reviewStates, shownTypes, worldsText } from '../reviews/labels.ts'
import { isOpenYear } from '../school-year.ts'
import { sendCsvRows } from '../web/csv.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber, pageSlice } from '../web/pagination.ts'
import { schoolYearFrom } from '../web/school-years.ts'
import { addressWith, readSort, writeSort } from '../web/sorting.ts'
import { academiePdf } from './document.ts'
import { csvHeader, csvLines } from './export.ts'
import { comparedFigures } from './figures.ts'
import { canReadAcademieReview } from './policy.ts'
import { keepLines, listReviewedYears, readAcademieReview, reviewPageSize, reviewSorts } from './queries.ts'
import { reviewFilterStates, reviewFiltersSchema } from './schemas.ts'

/** Private: the yearly review of the whole académie, for the mission, and of their bassins for the coordinators. */
export const academieReviewsRouter = Router()

const path = '/bilan'

const columns = [
  { label: 'CLEE', sortKey: 'nom' },
  { label: 'Bassin', sortKey: 'bassin' },
  { label: 'Actions réalisées', sortKey: 'actions', isNumeric: true },
  { label: 'Élèves', sortKey: 'eleves', isNumeric: true },
  { label: 'Dont filles', sortKey: 'filles', isNumeric: true },
  { label: 'Adultes', sortKey: 'adultes', isNumeric: true },
  { label: 'Organisations', sortKey: 'organisations', isNumeric: true },
  { label: 'Établissements', sortKey: 'etablissements', isNumeric: true },
  { label: 'Bilan', sortKey: 'etat' },
]

const titleOf = (role: string, schoolYear: string) => (role === 'mission' ? `Bilan ${schoolYear} de l’académie` : `Bilan ${schoolYear} de mes bassins`)

async function openReview(req: Request) {
  const user = requireAllowed(req, canReadAcademieReview)
  const schoolYear = schoolYearFrom(req.query['annee'])
  return { user, schoolYear, title: titleOf(user.role, schoolYear), read: await readAcademieReview(user, schoolYear) }
}

async function openTable(req: Request) {
  const opened = await openReview(req)
  const filters = reviewFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], reviewSorts)
  const query = { annee: opened.schoolYear, ...filters, tri: writeSort(sort, 'nom') }
  return { ...opened, filters, sort, query, lines: keepLines(opened.read.lines, filters, sort) }
}

academieReviewsRouter.get(path, async (req, res) => {
  const { user, schoolYear, title, read, filters, sort, query, lines } = await openTable(req)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines.length, reviewPageSize)
  res.render('academie-reviews/show', {
    title,
    lead: isOpenYear(schoolYear) ? 'La somme des fiches-actions : elle change avec elles jusqu’au 31 août.' : 'La somme des fiches-actions, qui ne changent plus depuis le 31 août.',
    schoolYear,
    years: await listReviewedYears(schoolYear),
    figures: comparedFigures(read.figures, read.before),
    worlds: worldsText(read.figures.total.worlds),
    types: shownTypes(read.figures.types),
    total: read.figures.total,
    bassinLines: read.bassins,
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    bassins: await listOwnBassins(user),
    states: reviewFilterStates.map((value) => ({ value, label: reviewStates[value].label })),
    lines: lines.slice(skip, skip + take),
    ...listPage({ path, query, sort, columns, page, total: lines.length, size: reviewPageSize }),
    pdfHref: addressWith(`${path}.pdf`, { annee: schoolYear }),
    tri: query.tri,
  })
})

academieReviewsRouter.get(`${path}.csv`, async (req, res) => {
  const { schoolYear, lines } = await openTable(req)
  await sendCsvRows(res, `bilan-${schoolYear}`, csvHeader, csvLines(lines, schoolYear))
})

academieReviewsRouter.get(`${path}.pdf`, async (req, res) => {
  const { title, schoolYear, read } = await openReview(req)
  await sendPdf(req, res, academiePdf(title, schoolYear, read))
})
