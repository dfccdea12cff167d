import { planKey, planState, unawaited } from '../action-plans/labels.ts'
import type { Standing } from '../charters/standings.ts'
import { updateBadge } from '../charters/validity.ts'
import { charterStates } from '../charters/workflow.ts'
import { cleeStates } from '../clees/labels.ts'
import { ofSomebody } from '../clees/states.ts'
import type { Charter, CharterStatus, CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { lateBadge } from '../meetings/cards.ts'
import { standingOfClee } from '../meetings/standing.ts'
import { structureName } from '../members/names.ts'
import { fullName } from '../text.ts'
import { heldOnDay, schoolYearOf, today } from '../school-year.ts'

/** What a line of the list reads, in as many queries whatever the number of CLEEs. */
export const lineInclude = (schoolYear = schoolYearOf(), day = today()) =>
  ({
    bassins: { include: { bassin: true }, orderBy: { bassin: { searchName: 'asc' } } },
    copilots: {
      where: { ...heldOnDay(day), AND: ofSomebody },
      include: { school: true, organisation: true },
      orderBy: [{ startsOn: 'asc' }, { id: 'asc' }],
    },
    charters: { orderBy: { version: 'desc' } },
    plans: { where: { schoolYear }, include: { _count: { select: { actions: true } } } },
  }) satisfies Prisma.CleeInclude

type ListedClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof lineInclude> }>

type CharterKey = CharterStatus | 'outdated'

/** The states of a charter as the list says them: one that was returned is being corrected. */
export const listedCharterStates = { ...charterStates, returned: { label: 'Renvoyée, à corriger', kind: 'warning' } } satisfies typeof charterStates

/** The day of the state that a charter shows. */
const charterDay = (charter: Charter) => charter.decidedAt ?? charter.submittedAt ?? charter.createdAt

// A return opens a draft at once: until it is sent, what is expected is a correction.
const latestStatus = ([latest, previous]: Charter[]) => (latest?.status === 'draft' && previous?.status === 'returned' ? 'returned' : latest?.status)

/** The charter in force, with what is in the works beside it, or else the latest version; null before the first. */
function charterLine(charters: Charter[], reasons: Standing['reasons']) {
  const [latest] = charters
  const latestIs = latestStatus(charters)
  if (!latest || !latestIs) return null
  const shown = charters.find(({ status }) => status === 'validated') ?? latest
  const status = shown === latest ? latestIs : shown.status
  const next = shown === latest ? '' : `Nouvelle version : ${listedCharterStates[latestIs].label.toLowerCase()}`
  const isOutdated = reasons.length > 0
  const keys: CharterKey[] = [status, latestIs, ...(isOutdated ? ['outdated' as const] : [])]
  const { templateVersion } = latest
  return { status, keys, badge: isOutdated ? updateBadge : listedCharterStates[status], day: charterDay(shown), validUntil: shown.validUntil, isOutdated, reasons, next, templateVersion }
}

type Seat = ListedClee['copilots'][number]

// Whose account is deleted has no name any more, and an address that is nobody's.
const seatOf = (seat: Seat) => ({
  name: fullName(seat),
  sortName: `${seat.lastName} ${seat.firstName}`.trim(),
  email: fullName(seat) && seat.email,
  jobTitle: seat.jobTitle,
  structure: seat.school ? `${seat.school.name}, ${seat.school.city}` : structureName(seat),
})

const seatsOf = ({ copilots }: ListedClee, side: CopilotSide) => copilots.filter((seat) => seat.side === side).map(seatOf)

/** The list of the year; none is awaited of a CLEE that sleeps or is closed. */
function planOf({ status, plans }: ListedClee) {
  const plan = plans[0] ?? null
  const actions = plan?._count.actions ?? 0
  const isAwaited = status !== 'dormant' && status !== 'closed'
  return { actions, plan: isAwaited || planKey(plan, actions) !== 'none' ? planState(plan, actions) : unawaited }
}

/** A CLEE as the list shows it, to the mission and the coordinators: R18 keeps names off published pages only. */
export function lineOf(clee: ListedClee, standing: Standing | undefined, lastMeeting: Date | null) {
  return {
    id: clee.id,
    slug: clee.slug,
    name: clee.name,
    status: clee.status,
    state: cleeStates[clee.status],
    bassins: clee.bassins.map(({ bassin }) => bassin.name),
    education: seatsOf(clee, 'education'),
    economy: seatsOf(clee, 'economy'),
    charter: charterLine(clee.charters, standing?.reasons ?? []),
    ...planOf(clee),
    lastMeeting,
    lateBadge: lateBadge(standingOfClee(clee, lastMeeting)),
    updatedAt: clee.updatedAt,
  }
}
export type CleeLine = ReturnType<typeof lineOf>

/** What the list sorts by. */
export const charterKey = ({ charter }: CleeLine): CharterKey | 'none' => (charter?.isOutdated ? 'outdated' : (charter?.status ?? 'none'))

/** Whether its charter answers a filter: by the state that it shows, that of the version in the works, or being out of date. */
export const hasCharterKey = ({ charter }: CleeLine, key: CharterKey | 'none') => (charter ? charter.keys.some((own) => own === key) : key === 'none')
