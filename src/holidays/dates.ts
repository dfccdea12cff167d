import { parisDay } from '../school-year.ts'
import { isDay } from '../web/fields.ts'

const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/
const local = /^(\d{4}-\d{2}-\d{2})([T ]00:00(:00(\.0+)?)?)?$/

/**
 * The day that a date of the open calendar means, at midnight UTC; null when it is none. That dataset writes midnight in Paris
 * in UTC: "2026-10-16T22:00:00+00:00" is 17 October. A spreadsheet writes "17/10/2026".
 */
export function readDay(text: string): Date | null {
  const [, plain] = local.exec(text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')) ?? []
  if (plain) return isDay(plain) ? new Date(`${plain}T00:00:00Z`) : null
  if (!instant.test(text) || !isDay(text.slice(0, 10))) return null
  const at = new Date(text.replace(' ', 'T'))
  return Number.isNaN(at.getTime()) ? null : new Date(`${parisDay(at)}T00:00:00Z`)
}
