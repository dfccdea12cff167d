import { formatDay, fr, joinList, plural } from '../web/view-helpers.ts'
import type { Holiday } from './rows.ts'

export type CalendarReport = {
  academie: string
  /** Records read, header and blank lines apart. */
  rows: number
  elsewhere: number
  teachers: number
  added: number
  changed: number
  removed: number
  unchanged: number
  wrongCount: number
  /** The first 200. */
  wrong: { place: string; reason: string }[]
  holidays: Holiday[]
}

const mostWrongKept = 200

export const emptyReport = (academie: string): CalendarReport => ({ academie, rows: 0, elsewhere: 0, teachers: 0, added: 0, changed: 0, removed: 0, unchanged: 0, wrongCount: 0, wrong: [], holidays: [] })

export function addWrong(report: CalendarReport, place: string, reason: string) {
  report.wrongCount += 1
  if (report.wrong.length < mostWrongKept) report.wrong.push({ place, reason })
}

/** « 2026-2027 (Zone B) : 6 périodes sans cours », a line a year. */
function describeYears({ holidays }: CalendarReport) {
  const years = Map.groupBy(holidays, ({ schoolYear }) => schoolYear)
  return [...years].toSorted(([one], [other]) => one.localeCompare(other)).map(([schoolYear, of]) => {
    const zones = [...new Set(of.map(({ zone }) => zone).filter(Boolean))]
    return `${schoolYear}${zones.length > 0 ? ` (${joinList(zones)})` : ''}\u00a0: ${plural(of.length, 'période sans cours', 'périodes sans cours')}`
  })
}

/** What has changed, in one sentence. */
export function describeChanges({ added, changed, removed }: CalendarReport) {
  const parts = [
    ...(added > 0 ? [plural(added, 'période ajoutée', 'périodes ajoutées')] : []),
    ...(changed > 0 ? [plural(changed, 'période corrigée', 'périodes corrigées')] : []),
    ...(removed > 0 ? [plural(removed, 'période retirée', 'périodes retirées')] : []),
  ]
  return parts.length > 0 ? `${joinList(parts).replace(/^./, (letter) => letter.toUpperCase())}.` : 'Rien n’a changé.'
}

export function describeWrong({ wrong, wrongCount }: CalendarReport) {
  const rest = wrongCount - wrong.length
  return [...wrong.map(({ place, reason }) => `${place}\u00a0: ${reason}`), ...(rest > 0 ? [`… et ${plural(rest, 'autre', 'autres')}`] : [])]
}

/** The report in French, one sentence or one count a line. */
export const describeReport = (report: CalendarReport): string[] => [
  `${plural(report.rows, 'ligne lue', 'lignes lues')}, académie de ${report.academie}.`,
  ...describeYears(report),
  describeChanges(report),
  ...(report.teachers > 0 ? [`Laissé de côté\u00a0: ${plural(report.teachers, 'ligne', 'lignes')} pour les seuls enseignants.`] : []),
  ...(report.wrongCount > 0 ? [`${plural(report.wrongCount, 'ligne refusée', 'lignes refusées')}\u00a0:`, ...describeWrong(report).map((line) => `  ${line}`)] : []),
]

/** « Vacances de Noël, du 19 décembre 2026 au 3 janvier 2027 ». */
export const holidaySentence = ({ description, startsOn, endsOn }: Pick<Holiday, 'description' | 'startsOn' | 'endsOn'>) =>
  startsOn.getTime() === endsOn.getTime() ? `${fr(description)}, le ${formatDay(startsOn)}` : `${fr(description)}, du ${formatDay(startsOn)} au ${formatDay(endsOn)}`
