import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { conflict } from '../errors.ts'
import { previousSchoolYear } from '../school-year.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { isChangedLetter } from '../year-letters/letter.ts'
import { readTotals } from '../year-progress/queries.ts'
import { changeYear, closeYear, openYear, reopenYear } from './commands.ts'
import { deadlineLabels, usualDeadlines } from './deadlines.ts'
import { authorizeYear, breadcrumbOf, deadlinesOf, inYear, periodOf } from './page.ts'
import { yearPath, yearsPath } from './paths.ts'
import { canRunYears } from './policy.ts'
import { findYear, getYear, listYears, type OpenedYear } from './queries.ts'
import { isPreview, revisionSchema, yearSchema } from './schemas.ts'
import { canChange, canClose, canOpen } from './states.ts'

/** Private: the school years, as the mission runs them. */
export const schoolYearsRouter = Router()

schoolYearsRouter.get(yearsPath, async (req, res) => {
  requireAllowed(req, canRunYears)
  const years = await listYears()
  res.render('school-years/index', {
    title: 'Années scolaires',
    years: years.map((year) => ({ ...year, path: yearPath(year.schoolYear), period: periodOf(year.schoolYear), isChanged: year.row !== null && isChangedLetter(year.row) })),
    breadcrumb: breadcrumbOf(),
  })
})

type Shown = { schoolYear: string; row: OpenedYear | null; form: Form; hasPreview?: boolean; isClash?: boolean }

const renderForm = (res: Response, { schoolYear, row, form, hasPreview = false, isClash = false }: Shown) =>
  res.render('school-years/form', {
    title: row ? `Modifier l’année ${schoolYear}` : `Ouvrir l’année ${schoolYear}`,
    schoolYear,
    year: row,
    period: periodOf(schoolYear),
    form,
    labels: deadlineLabels,
    preview: hasPreview ? { title: String(form.values['letterTitle']), body: String(form.values['letterBody']) } : null,
    stored: isClash && row ? [...deadlinesOf(row).map(({ term, text, empty }) => `${term} : ${text || empty}`), row.letterTitle, row.letterBody].filter(Boolean).join('\n') : null,
    action: `${yearPath(schoolYear)}/${row ? 'modification' : 'ouverture'}`,
    back: { href: row ? yearPath(schoolYear) : yearsPath, label: 'Annuler' },
    breadcrumb: inYear(schoolYear, row ? 'Modification' : 'Ouverture'),
  })

async function authorizeOpening(req: Request) {
  const found = await authorizeYear(req)
  if (!canOpen(found)) throw conflict(found.row ? `L’année scolaire ${found.schoolYear} est déjà ouverte.` : `L’année scolaire ${found.schoolYear} est terminée : elle ne s’ouvre plus.`)
  return found
}

/** The letter of the year before, its years moved on, to begin with; what it says of dates is to be read again. */
async function proposedLetter(schoolYear: string) {
  const past = previousSchoolYear(schoolYear)
  const before = await findYear(past)
  const moved = (text: string) => text.replaceAll(past, schoolYear)
  return before?.letterBody ? { letterTitle: moved(before.letterTitle), letterBody: moved(before.letterBody) } : {}
}

schoolYearsRouter.get(`${yearsPath}/:annee/ouverture`, async (req, res) => {
  const { schoolYear } = await authorizeOpening(req)
  renderForm(res, { schoolYear, row: null, form: blankForm({ ...usualDeadlines(schoolYear), ...(await proposedLetter(schoolYear)) }) })
})

/** What the letter looks like, with all that was typed; null when the form asks for something else. */
async function previewOf(body: unknown, schoolYear: string): Promise<Form | null> {
  if (!isPreview(body)) return null
  const form = await submitForm(yearSchema(schoolYear), body, () => Promise.resolve(null))
  return form.ok ? blankForm({ ...(body as Record<string, unknown>) }) : form
}

schoolYearsRouter.post(`${yearsPath}/:annee/ouverture`, async (req, res) => {
  const { user, schoolYear } = await authorizeOpening(req)
  const preview = await previewOf(req.body, schoolYear)
  if (preview) return renderForm(res.status(preview.hasErrors ? 422 : 200), { schoolYear, row: null, form: preview, hasPreview: !preview.hasErrors })
  const form = await submitForm(yearSchema(schoolYear), req.body, (input) => openYear(user, schoolYear, input))
  if (!form.ok) return renderForm(res.status(422), { schoolYear, row: null, form })
  await redirectWithFlash(req, res, yearPath(schoolYear), `L’année scolaire ${schoolYear} est ouverte.`)
})

async function authorizeChange(req: Request) {
  const { user, schoolYear, row } = await authorizeYear(req)
  if (!row || !canChange({ schoolYear, row })) throw conflict(row ? `L’année scolaire ${schoolYear} est close ou terminée : elle se lit, mais ne change plus.` : `Ouvrez d’abord l’année scolaire ${schoolYear}.`)
  return { user, schoolYear, row }
}

schoolYearsRouter.get(`${yearsPath}/:annee/modification`, async (req, res) => {
  const { schoolYear, row } = await authorizeChange(req)
  renderForm(res, { schoolYear, row, form: blankForm({ ...row }) })
})

schoolYearsRouter.post(`${yearsPath}/:annee/modification`, async (req, res) => {
  const { user, schoolYear, row } = await authorizeChange(req)
  const preview = await previewOf(req.body, schoolYear)
  if (preview) return renderForm(res.status(preview.hasErrors ? 422 : 200), { schoolYear, row, form: preview, hasPreview: !preview.hasErrors })
  const { revision } = revisionSchema.parse(req.body ?? {})
  const form = await submitForm(yearSchema(schoolYear), req.body, (input) => changeYear(user, schoolYear, revision, input))
  if (!form.ok) return renderForm(res.status(422), { schoolYear, row, form })
  if (!form.result) return renderClash(req, res, schoolYear)
  await redirectWithFlash(req, res, yearPath(schoolYear), `L’année scolaire ${schoolYear} est modifiée.`)
})

/** Somebody saved first: what they wrote is shown beside what was typed. */
async function renderClash(req: Request, res: Response, schoolYear: string) {
  const { row } = await getYear(schoolYear)
  renderForm(res.status(409), { schoolYear, row, form: blankForm({ ...req.body, revision: row?.revision }), isClash: true })
}

schoolYearsRouter.get(`${yearsPath}/:annee/cloture`, async (req, res) => {
  const { schoolYear, row } = await authorizeYear(req)
  if (!canClose({ schoolYear, row })) throw conflict(`L’année scolaire ${schoolYear} n’est pas à clore.`)
  res.render('school-years/closing', {
    title: `Clore l’année ${schoolYear}`,
    schoolYear,
    totals: await readTotals(schoolYear),
    path: yearPath(schoolYear),
    breadcrumb: inYear(schoolYear, 'Clôture'),
  })
})

schoolYearsRouter.post(`${yearsPath}/:annee/cloture`, async (req, res) => {
  const { user, schoolYear } = await authorizeYear(req)
  await closeYear(user, schoolYear)
  await redirectWithFlash(req, res, yearPath(schoolYear), `L’année scolaire ${schoolYear} est close : ses listes, ses fiches et ses bilans se lisent, mais ne changent plus.`)
})

schoolYearsRouter.post(`${yearsPath}/:annee/reouverture`, async (req, res) => {
  const { user, schoolYear } = await authorizeYear(req)
  await reopenYear(user, schoolYear)
  await redirectWithFlash(req, res, yearPath(schoolYear), `L’année scolaire ${schoolYear} est rouverte.`)
})
