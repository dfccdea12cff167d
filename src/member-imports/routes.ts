import { Router, type Response } from 'express'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { draftStepper } from '../declarations/steps.ts'
import { balanceOf } from '../members/balance.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, failedForm, submitForm, type Form } from '../web/forms.ts'
import { plural } from '../web/view-helpers.ts'
import { importMembers, previewImport, type ImportReport } from './commands.ts'
import { importLimit } from './lines.ts'
import { importSchema } from './schemas.ts'

/** Private: a list of members pasted from a spreadsheet. */
export const memberImportsRouter = Router()

type Shown = { report: ImportReport | null; isPreview: boolean; form: Form }

const renderImport = (res: Response, clee: FullClee, { report, isPreview, form }: Shown) =>
  res.render('member-imports/index', {
    title: `Importer des membres – ${clee.name}`,
    clee,
    form,
    report,
    isPreview,
    said: report && !form.hasErrors ? said(report) : '',
    left: report ? left(report) : '',
    importLimit,
    balance: balanceOf(clee),
    action: `/clees/${clee.slug}/membres/import`,
    stepper: draftStepper(clee, 'membres'),
    back: { href: `/clees/${clee.slug}/membres`, label: 'Revenir aux membres' },
    breadcrumb: spaceBreadcrumb(clee, { href: `/clees/${clee.slug}/membres`, label: 'Membres' }, 'Importer'),
  })

const said = ({ added, ignored }: ImportReport) =>
  [added > 0 ? plural(added, 'membre ajouté', 'membres ajoutés') : 'Rien à ajouter', ignored > 0 ? plural(ignored, 'ligne ignorée', 'lignes ignorées') : ''].filter(Boolean).join(', ')

const summary = (report: ImportReport) =>
  `${said(report)}${report.ignored > 0 ? `\u00a0: ${report.ignored > 1 ? 'ces membres étaient' : 'ce membre était'} déjà dans la liste.` : '.'}`

const left = ({ wrong }: ImportReport) => plural(wrong, 'ligne reste à corriger', 'lignes restent à corriger')

memberImportsRouter.get('/clees/:slug/membres/import', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  renderImport(res, clee, { report: null, isPreview: false, form: blankForm() })
})

memberImportsRouter.post('/clees/:slug/membres/import', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(importSchema, req.body, async ({ lines, etape }) => {
    const isPreview = etape === 'apercu'
    return { lines, isPreview, report: isPreview ? await previewImport(clee, lines) : await importMembers(user, clee, lines) }
  })
  if (!form.ok) return renderImport(res.status(422), clee, { report: null, isPreview: false, form })
  const { report, isPreview, lines } = form.result
  if (isPreview) return renderImport(res, clee, { report, isPreview, form: blankForm({ lines }) })
  if (report.wrong === 0) return redirectWithFlash(req, res, `/clees/${clee.slug}/membres`, summary(report))
  if (report.added + report.ignored > 0) return renderImport(res, clee, { report, isPreview, form: blankForm({ lines: report.failedText }) })
  renderImport(res.status(422), clee, { report, isPreview, form: failedForm({ lines }, { lines: `Aucune ligne n’a pu être ajoutée\u00a0: ${left(report)}.` }) })
})
