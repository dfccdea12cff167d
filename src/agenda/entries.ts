import { withLabels } from '../actions/labels.ts'
import { publishedActionPath } from '../actions/paths.ts'
import { today } from '../school-year.ts'
import { formatMonth, isoDay } from '../web/view-helpers.ts'
import type { Announced } from './queries.ts'
import { isComing, standingBadges, standingOf } from './standing.ts'

type Dated = { startsOn: Date | null; endsOn: Date | null }

/** The last day of an action. */
export const lastDay = ({ startsOn, endsOn }: Dated) => endsOn ?? startsOn

/** « Aujourd’hui » for what lasts a day, « En cours » for what lasts longer, null on another day. */
export function currentBadge(action: Dated, day = today()) {
  const last = lastDay(action)
  if (!action.startsOn || !last || action.startsOn > day || last < day) return null
  return { label: last > action.startsOn ? 'En cours' : 'Aujourd’hui', kind: 'new' as const, hasNoIcon: true }
}

/** An action as a list of the agenda shows it. */
export function entryOf(action: Announced) {
  const standing = standingOf(action)
  const badge = isComing(standing) ? currentBadge(action) : standingBadges[standing]
  const { typeLabel, audienceLabels } = withLabels(action)
  return { ...action, href: publishedActionPath(action), audienceLabels, isOff: standing === 'cancelled', badges: [...(badge ? [badge] : []), { label: typeLabel, color: 'blue-cumulus' }] }
}
export type Entry = ReturnType<typeof entryOf>

/** Entries by the month in which they begin, in the order they come. */
export function byMonth(entries: Entry[]) {
  const months = new Map<string, Entry[]>()
  for (const entry of entries) {
    const month = entry.startsOn ? isoDay(entry.startsOn).slice(0, 7) : ''
    months.set(month, [...(months.get(month) ?? []), entry])
  }
  return [...months].map(([month, list]) => ({ id: month, title: formatMonth(month), entries: list }))
}
