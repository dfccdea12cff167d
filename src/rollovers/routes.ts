import { Router, type Request } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { conflict, notFound } from '../errors.ts'
import { previousSchoolYear, schoolYearBounds, schoolYearOf } from '../school-year.ts'
import { rolloverPath, yearPath, yearsPath } from '../school-years/paths.ts'
import { canRunYears } from '../school-years/policy.ts'
import { getYear } from '../school-years/queries.ts'
import { sendCsvRows } from '../web/csv.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { pageNumber, pageSlice, paginate } from '../web/pagination.ts'
import { formatDay } from '../web/view-helpers.ts'
import { isRehearsable, isReversible, isRunnable, lastReversalDay, rehearsalDay, tooLate } from './calendar.ts'
import { startReversal, startRollover } from './commands.ts'
import { outcomeLabels, remainsOf, rolloverHeading, rolloverRows, rolloverStates } from './labels.ts'
import { readLines, type RolloverLine } from './lines.ts'
import { countDrafts, findRollover, listKept, listUncovered, readAdvance, readDoneLines, type FoundRollover } from './queries.ts'
import { runInBackground } from './run.ts'

/** Private: the passage from one school year to the next, and its rehearsal. */
export const rolloversRouter = Router()

const path = `${yearsPath}/:annee/bascule`
const pageSize = 50

const breadcrumbOf = (toYear: string, ...last: string[]) => [
  { href: '/tableau-de-bord', label: 'Tableau de bord' },
  { href: yearsPath, label: 'Années scolaires' },
  { href: yearPath(toYear), label: toYear },
  { href: rolloverPath(toYear), label: 'Bascule' },
  ...last.map((label) => ({ href: '', label })),
]

async function authorize(req: Request) {
  const user = requireAllowed(req, canRunYears)
  const { schoolYear: toYear, row } = await getYear(String(req.params['annee']))
  return { user, toYear, row, rollover: await findRollover(toYear) }
}

const isUnderWay = (rollover: FoundRollover | null) => rollover?.status === 'running' || rollover?.status === 'reverting'

/** What was done, or what would be; null as long as it is too early to say. */
async function linesOf(toYear: string, rollover: FoundRollover | null): Promise<RolloverLine[] | null> {
  if (rollover?.status === 'done') return readDoneLines(rollover)
  return isRehearsable(toYear) && toYear >= schoolYearOf() ? readLines(toYear) : null
}

const totalsOf = (lines: RolloverLine[]) => ({
  started: lines.filter(({ outcome }) => outcome === 'start').length,
  kept: lines.filter(({ outcome }) => outcome === 'keep').length,
  members: lines.reduce((sum, { members }) => sum + members, 0),
  mandates: lines.reduce((sum, { mandates }) => sum + mandates, 0),
  reviews: lines.filter(({ isReviewMissing }) => isReviewMissing).length,
  postponed: lines.reduce((sum, { postponed }) => sum + postponed, 0),
})

/** What stands around the lines: where the passage stands, and what may be done with it. */
async function aroundOf({ toYear, row, rollover }: Awaited<ReturnType<typeof authorize>>) {
  const isHeld = rollover !== null && rollover.status !== 'reverted'
  return {
    toYear,
    fromYear: previousSchoolYear(toYear),
    rollover,
    badge: rollover ? rolloverStates[rollover.status] : null,
    advance: rollover && isUnderWay(rollover) ? await readAdvance(rollover) : null,
    kept: rollover?.status === 'reverted' ? await listKept(rollover) : [],
    isOpened: row?.status === 'open',
    isOver: toYear < schoolYearOf(),
    firstDay: formatDay(schoolYearBounds(toYear).first),
    rehearsalDay: formatDay(rehearsalDay(toYear)),
    canRun: !isHeld && row?.status === 'open' && isRunnable(toYear),
    isRunnable: isRunnable(toYear),
    reversal: rollover && isHeld && rollover.status !== 'reverting' && isReversible(rollover) ? formatDay(lastReversalDay(rollover)) : null,
    uncovered: await listUncovered(toYear),
    drafts: await countDrafts(),
  }
}

rolloversRouter.get(path, async (req, res) => {
  const found = await authorize(req)
  const { toYear, rollover } = found
  const lines = await linesOf(toYear, rollover)
  const page = pageNumber(req.query['page'])
  const { skip, take } = pageSlice(page, lines?.length ?? 0, pageSize)
  res.render('rollovers/show', {
    title: `Bascule vers ${toYear}`,
    ...(await aroundOf(found)),
    totals: lines && totalsOf(lines),
    lines: lines?.slice(skip, skip + take).map((line) => ({ ...line, badge: outcomeLabels[line.outcome], remains: remainsOf(line) })) ?? null,
    path: rolloverPath(toYear),
    yearPath: yearPath(toYear),
    pagination: paginate(rolloverPath(toYear), {}, page, lines?.length ?? 0, pageSize),
    breadcrumb: breadcrumbOf(toYear),
  })
})

rolloversRouter.get(`${path}.csv`, async (req, res) => {
  const { toYear, rollover } = await authorize(req)
  const lines = await linesOf(toYear, rollover)
  if (!lines) throw notFound(`La répétition de la bascule vers ${toYear} s’ouvre le ${formatDay(rehearsalDay(toYear))}.`)
  await sendCsvRows(res, `bascule-${toYear}`, rolloverHeading, rolloverRows(toYear, lines))
})

rolloversRouter.post(path, async (req, res) => {
  const { user, toYear, rollover } = await authorize(req)
  const isTakenUp = isUnderWay(rollover)
  if (!isTakenUp) await startRollover(user, toYear)
  runInBackground()
  await redirectWithFlash(req, res, rolloverPath(toYear), isTakenUp ? 'Ce qui restait à faire est repris.' : `La bascule vers ${toYear} a commencé\u00a0: actualisez cette page pour la suivre.`)
})

async function authorizeReversal(req: Request) {
  const { user, toYear, rollover } = await authorize(req)
  if (!rollover || rollover.status === 'reverted') throw conflict(`Il n’y a pas de bascule vers ${toYear} à annuler.`)
  return { user, toYear, rollover }
}

rolloversRouter.get(`${path}/annulation`, async (req, res) => {
  const { toYear, rollover } = await authorizeReversal(req)
  if (!isReversible(rollover)) throw conflict(tooLate(rollover))
  res.render('confirm', {
    title: `Annuler la bascule vers ${toYear}`,
    heading: `Annuler la bascule vers ${toYear} ?`,
    text: 'Les listes qu’elle a commencées et qui sont encore vides seront retirées. Celles où quelqu’un a écrit depuis restent, et seront nommées. Les membres et les mandats ne changent pas. La bascule pourra être refaite.',
    action: `${rolloverPath(toYear)}/annulation`,
    label: 'Annuler la bascule',
    back: { href: rolloverPath(toYear), label: 'La garder' },
    breadcrumb: breadcrumbOf(toYear, 'Annulation'),
  })
})

rolloversRouter.post(`${path}/annulation`, async (req, res) => {
  const { user, toYear, rollover } = await authorizeReversal(req)
  await startReversal(user, rollover)
  runInBackground()
  await redirectWithFlash(req, res, rolloverPath(toYear), `L’annulation de la bascule vers ${toYear} a commencé\u00a0: actualisez cette page pour la suivre.`)
})
