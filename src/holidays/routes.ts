import { Readable } from 'node:stream'
import { Router, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { config } from '../config.ts'
import { nextSchoolYear, schoolYearOf } from '../school-year.ts'
import { receiveBytes } from '../uploads/receive.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { importCalendar } from './import.ts'
import { canImportCalendar } from './policy.ts'
import { listCalendars } from './queries.ts'
import { describeChanges, describeWrong, holidaySentence, type CalendarReport } from './report.ts'
import { calendarSchema } from './schemas.ts'

/** Private: the school calendar, which the mission imports. */
export const holidaysRouter = Router()

const path = '/administration/calendrier'

async function renderCalendar(res: Response, form: Form = blankForm(), report: CalendarReport | null = null) {
  const calendars = await listCalendars()
  const expected = [schoolYearOf(), nextSchoolYear(schoolYearOf())]
  res.render('holidays/index', {
    title: 'Calendrier scolaire',
    academie: config.academie,
    form,
    path,
    missing: expected.filter((year) => !calendars.some(({ schoolYear }) => schoolYear === year)),
    calendars: calendars.map(({ holidays, ...year }) => ({ ...year, sentences: holidays.map(holidaySentence), importedAt: new Date(Math.max(...holidays.map(({ importedAt }) => importedAt.getTime()))) })),
    report: report && { changes: describeChanges(report), wrongCount: report.wrongCount, wrong: describeWrong(report) },
    breadcrumb: [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: '/administration', label: 'Administration' }, { href: path, label: 'Calendrier scolaire' }],
  })
}

holidaysRouter.get(path, async (req, res) => {
  requireAllowed(req, canImportCalendar)
  await renderCalendar(res)
})

holidaysRouter.post(path, async (req, res) => {
  const user = requireAllowed(req, canImportCalendar)
  const sent = await receiveBytes(req, res, 'file')
  const form = await submitForm(calendarSchema, { file: sent }, ({ file }) => importCalendar(user, Readable.from([file])))
  if (!form.ok) return renderCalendar(res.status(422), form)
  const report = form.result
  if (report.wrongCount > 0) return renderCalendar(res, blankForm(), report)
  await redirectWithFlash(req, res, path, `Le calendrier est importé. ${describeChanges(report)}`)
})
