import { isDay, uuid } from '../web/fields.ts'

/** Where a page of a list by date begins or ends: the day and the id of an action. */
export type Place = { orderedOn: string; id: string }
export type Cursor = Place & { direction: 'after' | 'before' }

/** « 2026-03-14_0197… », as the address carries it. */
export const writePlace = ({ orderedOn, id }: Place) => `${orderedOn}_${id}`

/** The place that a text names, or null. */
export function readPlace(value: unknown): Place | null {
  const [orderedOn = '', id = '', ...others] = typeof value === 'string' ? value.split('_') : []
  return isDay(orderedOn) && uuid.safeParse(id).success && others.length === 0 ? { orderedOn, id } : null
}

/** The place that an address names; null, the first page, when it names none or is not readable. */
export function readCursor(query: Record<string, unknown>): Cursor | null {
  const [after, before] = [readPlace(query['apres']), readPlace(query['avant'])]
  if (after) return { ...after, direction: 'after' }
  return before ? { ...before, direction: 'before' } : null
}
