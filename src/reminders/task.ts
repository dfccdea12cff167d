import { oneDay } from '../school-year.ts'
import { formatDay, plural } from '../web/view-helpers.ts'

/**
 * What awaits somebody, and where to do it. Urgent: somebody else waits for it, or the CLEE stands still. `isElsewhere`: it is for
 * another to do, and told for information. `key` says what kind of thing it is, whatever its words.
 */
export type Task = { key: string; title: string; text: string; href: string; label: string; isUrgent?: boolean; isElsewhere?: boolean; dueOn?: Date | null }

/** Days by which a day is past; negative while it is not. */
const daysPast = (dueOn: Date, day: Date) => Math.round((day.getTime() - dueOn.getTime()) / oneDay)

export const isLate = ({ dueOn }: Pick<Task, 'dueOn'>, day: Date) => Boolean(dueOn && dueOn < day)

/** « Au plus tard le 30 novembre 2026. », « En retard de 12 jours : c’était au plus tard le … »; "" without a date. */
export function dueSentence({ dueOn }: Pick<Task, 'dueOn'>, day: Date) {
  if (!dueOn) return ''
  const late = daysPast(dueOn, day)
  return late > 0 ? `En retard de ${plural(late, 'jour', 'jours')}\u00a0: c’était au plus tard le ${formatDay(dueOn)}.` : `Au plus tard le ${formatDay(dueOn)}.`
}

const rank = (task: Task) => (task.isUrgent ? 0 : task.isElsewhere ? 3 : task.dueOn ? 1 : 2)
const due = ({ dueOn }: Task) => dueOn?.getTime() ?? Infinity

/** What others wait for, then what has a date, the nearest first; what is for another to do comes last. */
export const mostUrgentFirst = (tasks: Task[]) =>
  tasks.toSorted((one, other) => rank(one) - rank(other) || (due(one) === due(other) ? 0 : due(one) - due(other)))
