import type { ActionOutcome, ActionState, CopilotSide } from '../generated/prisma/client.ts'
import { achievedOutcomes, actionStateKeys, actionStates, comingStates, isDropped } from '../actions/workflow.ts'
import type { FullAction } from '../actions/queries.ts'
import { sideNames, sides } from '../copilots/seats.ts'
import { today } from '../school-year.ts'
import { joinList, plural } from '../web/view-helpers.ts'
import { isSendable } from './changes.ts'

type Listed = Pick<FullAction, 'state' | 'outcome' | 'retainedAt' | 'startsOn' | 'endsOn' | 'educationAgreedAt' | 'economyAgreedAt'>

const isOneOf = <T>(list: readonly T[], value: T | null) => value !== null && list.includes(value)

/** Whether an action awaits the agreement of a side. */
export const awaitsSide = (action: Listed, side: CopilotSide) =>
  action.state === 'proposed' && (side === 'education' ? action.educationAgreedAt : action.economyAgreedAt) === null

const awaitedSides = (action: Listed) => sides.filter((side) => awaitsSide(action, side))

/** « attend l’accord du monde économique », or an empty text. */
export function awaitedSentence(action: Listed) {
  const [side, other] = awaitedSides(action)
  if (other) return 'attend l’accord des deux mondes'
  return side ? `attend l’accord du ${sideNames[side]}` : ''
}

/** Past, and nothing says yet what became of it. */
export function isOverdue(action: Listed, day = today()) {
  const last = action.endsOn ?? action.startsOn
  return isOneOf<ActionState>(comingStates, action.state) && last !== null && last < day
}

/** A name for those that the list can be narrowed to: their state, or that they await their figures, or were dropped. */
const overdueKey = 'a-renseigner'
const droppedKey = 'proposition-annulee'
export type Filter = ActionState | typeof droppedKey | typeof overdueKey | ''
const filterKeys = [...actionStateKeys, droppedKey, overdueKey] as const

/** What an address asks for; what is unreadable narrows nothing. */
export const readFilter = (value: unknown): Filter => filterKeys.find((key) => key === value) ?? ''

const isOther: Record<typeof droppedKey | typeof overdueKey, (action: Listed) => boolean> = { [droppedKey]: isDropped, [overdueKey]: (action) => isOverdue(action) }
const isOtherKey = (filter: Filter): filter is keyof typeof isOther => filter in isOther

export function isKept(action: Listed, filter: Filter) {
  if (isOtherKey(filter)) return isOther[filter](action)
  return filter === '' || (action.state === filter && !isDropped(action))
}

const otherLabels = { [droppedKey]: 'Proposition annulée', [overdueKey]: 'À renseigner' }
const filterLabel = (key: (typeof filterKeys)[number]) => (isOtherKey(key) ? otherLabels[key] : actionStates[key].label)

/** The states that some action is in, each with its number, as links of the page at this address. */
export const filterLinks = (actions: Listed[], filter: Filter, path: string) =>
  ['' as const, ...filterKeys].flatMap((key) => {
    const count = actions.filter((action) => isKept(action, key)).length
    if (count === 0) return []
    return [{ label: `${key === '' ? 'Toutes' : filterLabel(key)} (${count})`, href: key === '' ? path : `${path}&etat=${key}`, isCurrent: key === filter }]
  })

function proposedSentence(actions: Listed[]) {
  const proposed = actions.filter(({ state }) => state === 'proposed')
  if (proposed.length === 0) return ''
  const awaited = [...Map.groupBy(proposed, awaitedSentence)].filter(([sentence]) => sentence !== '')
  const parts = awaited.map(([sentence, { length }]) => length > 1 ? `${length} ${sentence.replace('attend', 'attendent')}` : `une ${sentence}`)
  return `${plural(proposed.length, 'action proposée', 'actions proposées')} ${parts.length > 0 ? `(${joinList(parts)})` : ''}`.trim()
}

/** What leaves when the list is sent. */
export function sendingSentence(actions: Listed[]) {
  const sendable = actions.filter(isSendable)
  const proposed = sendable.filter(({ state }) => state === 'proposed').length
  const whole = plural(sendable.length, 'action partira', 'actions partiront')
  const asProposed = proposed === sendable.length ? (proposed > 1 ? ', toutes transmises comme « proposées »' : ', transmise comme « proposée »') : `, dont ${plural(proposed, 'transmise comme « proposée »', 'transmises comme « proposées »')}`
  return `${whole}${proposed > 0 ? asProposed : ''}${sendable.length < actions.length ? '\u00a0; celles qui sont annulées ne partent pas' : ''}.`
}

const counted = (count: number, singular: string, several: string) => (count > 0 ? plural(count, singular, several) : '')

/** Those to come, of which some are past and await their figures. */
function comingSentence(coming: number, overdue: number) {
  const whole = counted(coming, 'retenue ou planifiée', 'retenues ou planifiées')
  return overdue > 0 ? `${whole}, dont ${overdue > 1 ? `${overdue} passées` : 'une passée'} sans chiffres saisis` : whole
}

const outcomeOfState: Partial<Record<ActionState, ActionOutcome>> = { done: 'done', cancelled: 'cancelled', postponed: 'postponed' }
const outcomeOf = ({ state, outcome }: Listed) => outcome ?? outcomeOfState[state] ?? null

/** Where the list stands, in one sentence whose numbers add up to that of its actions; empty for an empty list. */
export function summaryOf(actions: Listed[]) {
  const count = (test: (action: Listed) => boolean) => actions.filter(test).length
  const parts = [
    proposedSentence(actions),
    comingSentence(count(({ state }) => isOneOf<ActionState>(comingStates, state)), count((action) => isOverdue(action))),
    counted(count((action) => isOneOf(achievedOutcomes, outcomeOf(action))), 'réalisée', 'réalisées'),
    counted(count((action) => outcomeOf(action) === 'cancelled' && !isDropped(action)), 'annulée', 'annulées'),
    counted(count(isDropped), 'proposition annulée', 'propositions annulées'),
    counted(count((action) => outcomeOf(action) === 'postponed'), 'reportée', 'reportées'),
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join('\u00a0; ')}.` : ''
}
