import { planState } from '../actions/labels.ts'
import { charterStates } from '../charters/workflow.ts'
import { cleeStates } from '../clees/labels.ts'
import { ofSomebody } from '../clees/states.ts'
import type { Charter, CharterStatus, CopilotSide, Prisma } from '../generated/prisma/client.ts'
import { structureName } from '../members/names.ts'
import { schoolYearOf, today } from '../school-year.ts'

/** What a line of the list reads, in as many queries whatever the number of CLEEs. */
export const lineInclude = (schoolYear = schoolYearOf(), day = today()) =>
  ({
    bassins: { include: { bassin: true }, orderBy: { bassin: { searchName: 'asc' } } },
    copilots: {
      where: { acceptedAt: { not: null }, startsOn: { lte: day }, OR: [{ endsOn: null }, { endsOn: { gte: day } }], AND: ofSomebody },
      include: { school: true, organisation: true },
      orderBy: [{ startsOn: 'asc' }, { id: 'asc' }],
    },
    charters: { orderBy: { version: 'desc' } },
    plans: { where: { schoolYear }, include: { _count: { select: { actions: true } } } },
  }) satisfies Prisma.CleeInclude

type ListedClee = Prisma.CleeGetPayload<{ include: ReturnType<typeof lineInclude> }>

/** The day of the state that a charter shows. */
const charterDay = (charter: Charter) => charter.decidedAt ?? charter.submittedAt ?? charter.createdAt

/** The charter in force, with what is in the works beside it, or else the latest version; null before the first. */
function charterLine(charters: Charter[]) {
  const [latest] = charters
  const shown = charters.find(({ status }) => status === 'validated') ?? latest
  if (!latest || !shown) return null
  const next = latest === shown ? '' : `Nouvelle version : ${charterStates[latest.status].label.toLowerCase()}`
  return { status: shown.status, badge: charterStates[shown.status], day: charterDay(shown), next }
}

const seatsOf = ({ copilots }: ListedClee, side: CopilotSide) =>
  copilots.filter((copilot) => copilot.side === side).map((copilot) => ({ jobTitle: copilot.jobTitle, structure: copilot.school ? `${copilot.school.name}, ${copilot.school.city}` : structureName(copilot) }))

/** A CLEE as the list shows it: functions and structures, no person's name (R18). */
export function lineOf(clee: ListedClee) {
  const plan = clee.plans[0] ?? null
  return {
    id: clee.id,
    slug: clee.slug,
    name: clee.name,
    status: clee.status,
    state: cleeStates[clee.status],
    bassins: clee.bassins.map(({ bassin }) => bassin.name),
    education: seatsOf(clee, 'education'),
    economy: seatsOf(clee, 'economy'),
    charter: charterLine(clee.charters),
    actions: plan?._count.actions ?? 0,
    plan: planState(plan),
    updatedAt: clee.updatedAt,
  }
}
export type CleeLine = ReturnType<typeof lineOf>

export const charterKey = ({ charter }: CleeLine): CharterStatus | 'none' => charter?.status ?? 'none'
