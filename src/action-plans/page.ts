import { planBreadcrumb } from '../actions/authorize.ts'
import { withLabels } from '../actions/labels.ts'
import { actionPath, planPath } from '../actions/paths.ts'
import { canMoveAction, canWriteYear } from '../actions/policy.ts'
import type { FullAction } from '../actions/queries.ts'
import type { CurrentUser } from '../auth/current-user.ts'
import { canEditClee } from '../clees/policy.ts'
import type { FullClee } from '../clees/queries.ts'
import { sideIn } from '../copilots/seats.ts'
import type { CopilotSide, PlanMessage } from '../generated/prisma/client.ts'
import { listHolidaysWithin } from '../holidays/queries.ts'
import { monthBounds, monthOf } from '../months.ts'
import { isWritableYear, readOnlySentence } from '../school-years/closing.ts'
import { upperFirst } from '../text.ts'
import { formatMonth } from '../web/view-helpers.ts'
import { isLasting, monthLinks, monthTable, shownMonth } from './calendar.ts'
import { changesSince, isSendable, type ChangeMark } from './changes.ts'
import { planState, writerLabels } from './labels.ts'
import { canAcknowledgePlan, canAnswerForPlan, canAskAboutPlan, canSubmitPlan, isQuestioned } from './policy.ts'
import { findPlan, listPlanMessages, listPlanYears, type FullPlan } from './queries.ts'
import { awaitedSentence, awaitsSide, filterLinks, isKept, isOverdue, readFilter, sendingSentence, summaryOf } from './summary.ts'

export type PlanPlace = { user: CurrentUser; clee: FullClee; schoolYear: string }
type Query = Record<string, unknown>

const rowOf = (clee: FullClee, marks: Map<string, ChangeMark>, side: CopilotSide | null) => (action: FullAction) => ({
  ...withLabels(action),
  href: actionPath(clee, action),
  mark: marks.get(action.id) ?? null,
  awaited: awaitedSentence(action),
  isOverdue: isOverdue(action),
  partnerCount: action.partners.length + action.partnersNote.split('\n').filter((line) => line.trim()).length,
  canAgree: side !== null && awaitsSide(action, side),
})

const groupsOf = (rows: ReturnType<ReturnType<typeof rowOf>>[]) =>
  [...Map.groupBy(rows, ({ startsOn }) => (startsOn ? monthOf(startsOn) : ''))].map(([month, those]) => ({
    id: month === '' ? 'sans-date' : month,
    title: month === '' ? 'Date à fixer' : upperFirst(formatMonth(month)),
    rows: those,
  }))

type Listed = { place: PlanPlace; plan: FullPlan | null; actions: FullAction[]; side: CopilotSide | null; query: Query }

function listView({ place: { clee, schoolYear }, plan, actions, side, query }: Listed) {
  const filter = readFilter(query['etat'])
  const { marks, removed } = changesSince(plan?.sentActions, actions)
  const rows = actions.filter((action) => isKept(action, filter)).map(rowOf(clee, marks, side))
  return { filters: filterLinks(actions, filter, planPath(clee, schoolYear)), groups: groupsOf(rows), removed, agreeable: rows.filter(({ canAgree }) => canAgree).length }
}

async function calendarView({ place: { clee, schoolYear }, actions, query }: Listed) {
  const month = shownMonth(schoolYear, query['mois'], actions)
  const { first, last } = monthBounds(month)
  return {
    title: upperFirst(formatMonth(month)),
    months: monthLinks(schoolYear, month, actions, `${planPath(clee, schoolYear)}&vue=calendrier`),
    lasting: actions.filter((action) => isLasting(action, month)).map((action) => ({ ...withLabels(action), href: actionPath(clee, action) })),
    table: monthTable(clee, month, actions, await listHolidaysWithin(first, last)),
    undated: actions.filter(({ startsOn }) => !startsOn).map((action) => ({ ...withLabels(action), href: actionPath(clee, action) })),
  }
}

/** What this person may do about the list as it stands; the policies decide the same of the POSTs. */
function rightsOf({ user, clee, schoolYear }: PlanPlace, plan: FullPlan | null, { isOpen, messages }: { isOpen: boolean; messages: PlanMessage[] }) {
  const awaitsMission = plan?.status === 'submitted' || plan?.status === 'questioned'
  return {
    isOpen,
    canEdit: canEditClee(user, clee) && isOpen && canWriteYear(user, schoolYear),
    canSend: canSubmitPlan(user, clee) && isOpen,
    canSubmit: canSubmitPlan(user, clee) && isOpen && plan !== null && plan.hasChanges && plan.actions.some(isSendable),
    canAcknowledge: canAcknowledgePlan(user) && awaitsMission,
    canAsk: canAskAboutPlan(user, clee) && isOpen && plan?.status === 'submitted',
    canAnswer: canAnswerForPlan(user, clee) && isOpen && plan !== null && isQuestioned(plan.status, messages.at(-1)),
  }
}

/** What the page of a list shows: the list, or its calendar; its receipts; the questions about it. */
export async function planPage(place: PlanPlace, query: Query) {
  const { user, clee, schoolYear } = place
  const plan = await findPlan(clee.id, schoolYear)
  const actions = plan?.actions ?? []
  const messages = plan ? await listPlanMessages(plan.id) : []
  const rights = rightsOf(place, plan, { isOpen: await isWritableYear(schoolYear), messages })
  const side = rights.isOpen && canMoveAction(user, clee, 'agreement') ? sideIn(user, clee) : null
  const listed = { place, plan, actions, side, query }
  const isCalendar = query['vue'] === 'calendrier' && actions.length > 0
  return {
    title: `Actions ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    years: await listPlanYears(clee.id),
    plan,
    planState: planState(plan, actions.length),
    count: actions.length,
    summary: summaryOf(actions),
    sending: sendingSentence(actions),
    messages,
    writerLabels,
    ...rights,
    readOnly: rights.isOpen ? '' : await readOnlySentence(schoolYear),
    list: listView(listed),
    calendar: isCalendar ? await calendarView(listed) : null,
    breadcrumb: planBreadcrumb(clee, schoolYear),
  }
}
