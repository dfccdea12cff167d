import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { listOwnBassins } from '../clee-list/queries.ts'
import { sendPdf } from '../documents/send.ts'
import { notFound } from '../errors.ts'
import { reviewStates, shownTypes, worldsText } from '../reviews/labels.ts'
import { isOpenYear, schoolYearOf } from '../school-year.ts'
import { sendCsvRows } from '../web/csv.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber, pageSlice } from '../web/pagination.ts'
import { schoolYearFrom } from '../web/school-years.ts'
import { addressWith, readSort, writeSort } from '../web/sorting.ts'
import { academiePdf, leftOut } from './document.ts'
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

// The bassins are those of today, whatever the year that is shown: a designation gives the rights of its year alone (R17).
function titleOf(role: string, schoolYear: string, current = schoolYearOf()) {
  if (role === 'mission') return `Bilan ${schoolYear} de l’académie`
  return `Bilan ${schoolYear} de mes bassins${schoolYear === current ? '' : ` de ${current}`}`
}

async function openReview(req: Request) {
  const user = requireAllowed(req, canReadAcademieReview)
  const schoolYear = schoolYearFrom(req.query['annee'])
  const years = await listReviewedYears()
  if (!years.includes(schoolYear)) throw notFound(`Aucune action n’est inscrite pour l’année scolaire ${schoolYear}.`)
  return { user, schoolYear, years, title: titleOf(user.role, schoolYear), read: await readAcademieReview(user, schoolYear) }
}

async function openTable(req: Request) {
  const opened = await openReview(req)
  const filters = reviewFiltersSchema.parse(req.query)
  const sort = readSort(req.query['tri'], reviewSorts)
  const query = { annee: opened.schoolYear, ...filters, tri: writeSort(sort, 'nom') }
  return { ...opened, filters, sort, query, lines: keepLines(opened.read.lines, filters, sort) }
}

academieReviewsRouter.get(path, async (req, res) => {
  const { user, schoolYear, years, title, read, filters, sort, query, lines } = await openTable(req)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines.length, reviewPageSize)
  res.render('academie-reviews/show', {
    title,
    lead: isOpenYear(schoolYear) ? 'La somme des fiches-actions : elle change avec elles jusqu’au 31 août.' : 'La somme des fiches-actions, qui ne changent plus depuis le 31 août.',
    schoolYear,
    years,
    figures: comparedFigures(read.figures, read.before),
    worlds: worldsText(read.figures.total.worlds),
    leftOut: leftOut(read),
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
