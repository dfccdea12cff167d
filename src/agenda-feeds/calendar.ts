import ical, { ICalCalendarMethod, ICalEventBusyStatus, ICalEventStatus, ICalEventTransparency, type ICalEventData } from 'ical-generator'
import { standingOf, type Standing } from '../agenda/standing.ts'
import { config } from '../config.ts'
import { oneDay } from '../school-year.ts'
import type { FeedAction } from './queries.ts'
import { pageAddress, paragraphsOf, titleOf, typeLabel } from './texts.ts'

const statuses: Record<Standing, ICalEventStatus> = {
  retained: ICalEventStatus.TENTATIVE,
  planned: ICalEventStatus.CONFIRMED,
  done: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
  postponed: ICalEventStatus.TENTATIVE,
}

/** How often a subscribed calendar asks again, in seconds. */
const refreshInterval = 6 * 3_600

// Line breaks are the library's; the other signs that text has no use for would spoil the file.
const plain = (text: string) => text.replace(/[^\P{Cc}\n\t]/gu, '')
// The library writes the name of a calendar as it is.
const escaped = (text: string) => plain(text).replace(/\s+/g, ' ').replace(/[\\;,]/g, '\\$&')

/** An action lasts whole days, whatever the clock of the reader; the end of an event is the day after its last. */
function eventOf(action: FeedAction, startsOn: Date): ICalEventData {
  return {
    id: `${action.id}@${config.publicUrl.hostname}`,
    sequence: action.revision,
    stamp: action.updatedAt,
    lastModified: action.updatedAt,
    allDay: true,
    start: startsOn,
    end: new Date((action.endsOn ?? startsOn).getTime() + oneDay),
    summary: plain(titleOf(action)),
    location: plain(action.place) || null,
    description: plain([...paragraphsOf(action), pageAddress(action)].join('\n\n')),
    url: pageAddress(action),
    status: statuses[standingOf(action)],
    categories: [{ name: typeLabel(action) }],
    // To know of an action takes none of the reader's time.
    transparency: ICalEventTransparency.TRANSPARENT,
    busystatus: ICalEventBusyStatus.FREE,
  }
}

/** Actions as an iCalendar file (RFC 5545): the same actions give the same bytes. */
export function calendarOf(name: string, actions: FeedAction[]) {
  const calendar = ical({ name: escaped(name), prodId: '//Portail CLEE//Agenda//FR', method: ICalCalendarMethod.PUBLISH, ttl: refreshInterval })
  for (const action of actions) if (action.startsOn) calendar.createEvent(eventOf(action, action.startsOn))
  return `${calendar.toString()}\r\n`
}
