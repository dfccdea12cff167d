import { Router, type Response } from 'express'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { draftStepper } from '../declarations/steps.ts'
import { balanceOf } from '../members/balance.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
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
    importLimit,
    balance: balanceOf(clee),
    action: `/clees/${clee.slug}/membres/import`,
    stepper: draftStepper(clee, 'membres'),
    back: { href: `/clees/${clee.slug}/membres`, label: 'Revenir aux membres' },
    breadcrumb: spaceBreadcrumb(clee, { href: `/clees/${clee.slug}/membres`, label: 'Membres' }, 'Importer'),
  })

const summary = ({ added, ignored }: ImportReport) =>
  [added > 0 ? `${plural(added, 'membre ajouté', 'membres ajoutés')}.` : 'Rien à ajouter.', ignored > 0 ? `${plural(ignored, 'ligne ignorée : ce membre était', 'lignes ignorées : ces membres étaient')} déjà dans la liste.` : ''].filter(Boolean).join(' ')

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
  const left = `${summary(report)} ${plural(report.wrong, 'ligne reste', 'lignes restent')} à corriger : ${report.wrong > 1 ? 'les' : 'la'} voici.`
  renderImport(res.status(422), clee, { report, isPreview, form: { values: { lines: report.failedText }, errors: { lines: left }, hasErrors: true } })
})
