import { dayAfter } from '../copilots/seats.ts'
import { schoolYearBounds, schoolYearOf, today } from '../school-year.ts'
import { firstPreparationDay } from '../school-years/deadlines.ts'
import { formatDay } from '../web/view-helpers.ts'

/** Days during which a passage may be undone. */
const reversalDays = 30

/** The first day on which the passage to a year may be rehearsed: 1 June before it. */
export const rehearsalDay = firstPreparationDay

export const isRehearsable = (toYear: string, day = today()) => day >= rehearsalDay(toYear)

/** From its 1 September, Paris time, as long as the year lasts. */
export const isRunnable = (toYear: string) => toYear === schoolYearOf()

/** The last day on which a passage may be undone. */
export const lastReversalDay = ({ startedAt }: { startedAt: Date }) => dayAfter(today(startedAt), reversalDays)

export const isReversible = (rollover: { startedAt: Date }, day = today()) => day <= lastReversalDay(rollover)

export const tooEarly = (toYear: string) => `La bascule vers ${toYear} se fait à partir du ${formatDay(schoolYearBounds(toYear).first)}. D’ici là, elle se répète.`

export const tooLate = (rollover: { toYear: string; startedAt: Date }) =>
  `La bascule vers ${rollover.toYear} ne s’annule plus depuis le ${formatDay(lastReversalDay(rollover))}, ${reversalDays}\u00a0jours après son début. Les listes vides qu’elle a commencées peuvent rester\u00a0: elles ne gênent personne.`
