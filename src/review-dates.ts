import { today, yearsAfter } from './school-year.ts'
import { optionalDay } from './web/fields.ts'
import { formatDay } from './web/view-helpers.ts'

/** What the mission has said that it would read again, and has not since. */
export const isToReview = ({ reviewOn }: { reviewOn: Date | null }, day = today()) => reviewOn !== null && reviewOn <= day

/** « À relire depuis le 3 mars 2026 », or when it will be; an empty text without a date. */
export const reviewSentence = (item: { reviewOn: Date | null }) =>
  item.reviewOn ? `${isToReview(item) ? 'À relire depuis le' : 'À relire le'} ${formatDay(item.reviewOn)}` : ''

/** The date that forms propose: that which is kept while it is to come, else in a year. */
export const proposedReview = (kept: Date | null = null) => (kept && kept > today() ? kept : yearsAfter(today(), 1))

const isAhead = (day: Date | null) => day === null || (day > today() && day <= yearsAfter(today(), 5))

/** A day to read again: after today, within five years; may be empty. */
export const reviewDay = optionalDay.refine(isAhead, 'Choisissez une date à venir, dans les cinq ans\u00a0: ce jour-là, le tableau de bord de la mission vous le rappellera.')
