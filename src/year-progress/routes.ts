import { Router, type Request } from 'express'
import { listOwnBassins } from '../clee-list/queries.ts'
import { findCalendar } from '../holidays/queries.ts'
import { isRehearsable } from '../rollovers/calendar.ts'
import { rolloverStates } from '../rollovers/labels.ts'
import { findRollover } from '../rollovers/queries.ts'
import { orderWarnings } from '../school-years/deadlines.ts'
import { authorizeYear, deadlinesOf, inYear, periodOf } from '../school-years/page.ts'
import { letterPath, rolloverPath, yearPath, yearsPath } from '../school-years/paths.ts'
import type { OpenedYear } from '../school-years/queries.ts'
import { canChange, canClose, canOpen, canReopen, yearState, yearStates } from '../school-years/states.ts'
import { schoolYearOf } from '../school-year.ts'
import { sendCsvRows } from '../web/csv.ts'
import { listPage } from '../web/list-page.ts'
import { pageNumber, pageSlice } from '../web/pagination.ts'
import { letterStanding } from '../year-letters/letter.ts'
import { addressWith, readSort, writeSort } from '../web/sorting.ts'
import { progressHeading, progressRows } from './export.ts'
import { progressPageSize, progressSorts, readProgress } from './queries.ts'
import { progressSchema } from './schemas.ts'

/** Private: a school year as the mission follows it, CLEE by CLEE. */
export const yearProgressRouter = Router()

// A charter belongs to no year: that of another year is shown as it is now, and says so.
const columnsOf = (schoolYear: string) => [
  { label: 'CLEE', sortKey: 'nom' },
  { label: 'Bassin', sortKey: 'bassin' },
  { label: schoolYear === schoolYearOf() ? 'Charte' : 'Charte (état d’aujourd’hui)', sortKey: 'charte' },
  { label: 'Liste des actions', sortKey: 'liste' },
  { label: 'Transmise le', sortKey: 'date' },
  { label: 'Actions', sortKey: 'actions', isNumeric: true },
  { label: 'Bilan', sortKey: 'bilan' },
]

async function readList(req: Request) {
  const found = await authorizeYear(req)
  const filters = progressSchema.parse(req.query)
  const sort = readSort(req.query['tri'], progressSorts)
  return { ...found, filters, sort, query: { ...filters, tri: writeSort(sort, 'nom') }, ...(await readProgress(found.schoolYear, found.row, filters, sort)) }
}

yearProgressRouter.get(`${yearsPath}/:annee.csv`, async (req, res) => {
  const { schoolYear, lines } = await readList(req)
  await sendCsvRows(res, `avancement-${schoolYear}`, progressHeading, progressRows(schoolYear, lines))
})

/** What the page of a year says and offers above its CLEEs. */
async function standingOf({ schoolYear, row }: { schoolYear: string; row: OpenedYear | null }) {
  const [rollover, calendar] = [await findRollover(schoolYear), await findCalendar(schoolYear)]
  const year = { schoolYear, row }
  return {
    schoolYear,
    year: row,
    period: periodOf(schoolYear),
    badge: yearStates[yearState(schoolYear, row)],
    deadlines: deadlinesOf(row),
    warnings: row ? orderWarnings(row) : [],
    letterStanding: row ? letterStanding(row) : '',
    hasCalendar: calendar.length > 0,
    can: { open: canOpen(year), change: canChange(year), close: canClose(year), reopen: canReopen(year) },
    rollover: rollover && { ...rollover, badge: rolloverStates[rollover.status] },
    canRehearse: isRehearsable(schoolYear) && schoolYear >= schoolYearOf(),
    paths: { year: yearPath(schoolYear), letter: letterPath(schoolYear), rollover: rolloverPath(schoolYear) },
  }
}

yearProgressRouter.get(`${yearsPath}/:annee`, async (req, res) => {
  const { user, schoolYear, row, filters, sort, query, lines, totals } = await readList(req)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines.length, progressPageSize)
  const path = yearPath(schoolYear)
  res.render('year-progress/show', {
    title: `Année scolaire ${schoolYear}`,
    ...(await standingOf({ schoolYear, row })),
    filters,
    isFiltered: Object.values(filters).some(Boolean),
    bassins: await listOwnBassins(user),
    totals,
    lateHref: addressWith(path, { manque: 'retard' }),
    lines: lines.slice(skip, skip + take),
    ...listPage({ path, query, sort, columns: columnsOf(schoolYear), page, total: lines.length, size: progressPageSize }),
    tri: query.tri,
    breadcrumb: inYear(schoolYear),
  })
})
