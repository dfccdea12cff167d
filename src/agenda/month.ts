import { publishedActionPath } from '../actions/paths.ts'
import { listHolidaysWithin } from '../holidays/queries.ts'
import { monthWeeks } from '../months.ts'
import { oneDay, today } from '../school-year.ts'
import { formatMonth, fr, isoDay, plural, withDe } from '../web/view-helpers.ts'
import { lastDay } from './entries.ts'
import type { Agenda } from './filters.ts'
import { listMonth, type DayAction } from './queries.ts'
import { standingBadges, standingOf } from './standing.ts'

/** Actions shown of a day; the others are behind a link. */
const shownADay = 4

/** The actions of each day between two days, by its time: those that begin on it, then those that last, the first to end first. */
function actionsByDay(actions: DayAction[], first: Date, last: Date) {
  const endOf = (action: DayAction) => lastDay(action)?.getTime() ?? 0
  const days = new Map<number, DayAction[]>()
  for (const action of actions) {
    const [start, end] = [action.startsOn ?? last, lastDay(action) ?? first]
    for (let time = Math.max(start.getTime(), first.getTime()); time <= Math.min(end.getTime(), last.getTime()); time += oneDay) {
      days.set(time, [...(days.get(time) ?? []), action])
    }
  }
  const begins = (action: DayAction, time: number) => Number(action.startsOn?.getTime() === time)
  return new Map([...days].map(([time, list]) => [time, list.toSorted((one, other) => begins(other, time) - begins(one, time) || endOf(one) - endOf(other))]))
}

function monthEntry(action: DayAction) {
  const badge = standingBadges[standingOf(action)]
  return { href: publishedActionPath(action), title: action.title, detail: [badge?.label, action.clee.name].filter(Boolean).join(' – '), isMuted: standingOf(action) === 'cancelled' }
}

/** A month of the agenda as views/dsfr/month.ejs takes it, and how many actions it holds. What lasts the whole month is said once: on each day it would hide the others. */
export async function monthPage({ criteria, period, addressOf }: Agenda) {
  const last = period.to ?? period.from
  const [actions, holidays] = await Promise.all([listMonth(criteria, period.from, last), listHolidaysWithin(period.from, last)])
  const isWhole = ({ startsOn, endsOn }: DayAction) => startsOn !== null && endsOn !== null && startsOn <= period.from && endsOn >= last
  const days = actionsByDay(actions.filter((action) => !isWhole(action)), period.from, last)
  const others = (day: Date, count: number) => ({ href: addressOf({ vue: '', mois: '', jour: isoDay(day) }), title: `+ ${plural(count, 'autre', 'autres')}`, detail: '', isMuted: false })
  const entriesOf = (day: Date) => {
    const list = days.get(day.getTime()) ?? []
    const shown = list.length > shownADay + 1 ? list.slice(0, shownADay) : list
    return [...shown.map(monthEntry), ...(list.length > shown.length ? [others(day, list.length - shown.length)] : [])]
  }
  const notesOf = (day: Date) => holidays.filter(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn).map(({ description }) => fr(description))
  return { count: actions.length, wholeMonth: actions.filter(isWhole).map(monthEntry), month: { weeks: monthWeeks(period.month), caption: `Actions ${withDe(formatMonth(period.month))}`, today: today(), entriesOf, notesOf } }
}
