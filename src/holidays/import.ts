import type { Readable } from 'node:stream'
import { audit, type Actor } from '../audit/audit.ts'
import { config } from '../config.ts'
import { db } from '../db.ts'
import { refuseFile } from './source.ts'
import { readCalendar } from './records.ts'
import { addWrong, emptyReport, type CalendarReport } from './report.ts'
import { readRow, type Holiday, type Reading } from './rows.ts'
import { keyOf, saveHolidays } from './save.ts'
import { joinList } from '../web/view-helpers.ts'

type Progress = { report: CalendarReport; kept: Map<string, Holiday>; academies: Set<string>; isOurs: boolean; unreadYears: Set<string | null> }

/** An académie has about ten periods a year; a file that has more than this is something else. */
const mostKept = 2_000
const mostAcademies = 60

function keep(progress: Progress, place: string, holiday: Holiday) {
  const { report, kept } = progress
  const known = kept.get(keyOf(holiday))
  // The same holidays may stand once for each public.
  if (known && known.endsOn.getTime() !== holiday.endsOn.getTime()) return refuse(progress, place, 'ces vacances sont déjà dans le fichier, avec une autre fin', holiday.schoolYear)
  if (kept.size >= mostKept) throw refuseFile(`Ce fichier donne plus de ${mostKept} périodes à l’académie de ${report.academie}.`)
  kept.set(keyOf(holiday), known ?? holiday)
}

function refuse({ report, unreadYears }: Progress, place: string, reason: string, schoolYear: string | null) {
  addWrong(report, place, reason)
  unreadYears.add(schoolYear)
}

function take(progress: Progress, place: string, reading: Reading) {
  if (reading.outcome !== 'elsewhere' && reading.outcome !== 'wrong') progress.isOurs = true
  if (reading.outcome === 'kept') keep(progress, place, reading.holiday)
  else if (reading.outcome === 'wrong') refuse(progress, place, reading.reason, reading.schoolYear)
  else if (reading.outcome === 'teachers') progress.report.teachers += 1
  else {
    progress.report.elsewhere += 1
    for (const name of reading.academies) if (progress.academies.size < mostAcademies) progress.academies.add(name)
  }
}

function refuseElsewhere({ report, academies, isOurs }: Progress) {
  if (isOurs || academies.size === 0) return
  throw refuseFile(`Aucune ligne de ce fichier ne concerne l’académie de ${report.academie}. Académies trouvées\u00a0: ${joinList([...academies].toSorted((one, other) => one.localeCompare(other, 'fr')))}. Vérifiez le réglage ACADEMIE, ou prenez le fichier complet.`)
}

/** A file without a usable row changes nothing: it is no success. */
function refuseUseless({ report, kept }: Progress) {
  const [first] = report.wrong
  if (kept.size > 0) return
  if (first) throw refuseFile(`Aucune ligne de ce fichier ne peut être lue (${first.place}\u00a0: ${first.reason}).`)
  throw refuseFile(report.rows === 0 ? 'Ce fichier ne contient aucune ligne.' : `Ce fichier ne donne aucune période sans cours aux élèves de l’académie de ${report.academie}.`)
}

async function save(actor: Actor | null, { report, unreadYears }: Progress) {
  const isComplete = (schoolYear: string) => !unreadYears.has(null) && !unreadYears.has(schoolYear)
  await db.$transaction(async (tx) => {
    await saveHolidays(tx, report, isComplete)
    const { academie, rows, added, changed, removed, wrongCount } = report
    await audit(tx, actor, 'calendar.import', { id: 'calendrier', name: `Calendrier scolaire, académie de ${academie}` }, { rows, added, changed, removed, wrong: wrongCount })
  }, { timeout: 60_000 })
}

/**
 * Reads the school calendar, from a path or a stream, into the holidays of one académie, in one transaction; run twice, it
 * changes nothing. Throws a FieldError, with nothing written, when the file is not the calendar or says nothing of the académie;
 * a wrong row is only reported.
 */
export async function importCalendar(actor: Actor | null, input: string | Readable, academie = config.academie): Promise<CalendarReport> {
  const progress: Progress = { report: emptyReport(academie), kept: new Map(), academies: new Set(), isOurs: false, unreadYears: new Set() }
  for await (const record of readCalendar(input)) {
    progress.report.rows += 1
    if ('problem' in record) refuse(progress, record.place, record.problem, null)
    else take(progress, record.place, readRow(record.row, academie))
  }
  refuseElsewhere(progress)
  refuseUseless(progress)
  progress.report.holidays = [...progress.kept.values()].toSorted((one, other) => one.startsOn.getTime() - other.startsOn.getTime())
  await save(actor, progress)
  return progress.report
}
