import { Router, type Request, type Response } from 'express'
import { requireAllowed } from '../auth/guards.ts'
import { breadcrumbOf, templatePath } from '../charter-templates/pages.ts'
import { canManageTemplates } from '../charter-templates/policy.ts'
import { readCharterSettings } from '../charters/settings.ts'
import { printOf } from '../seen.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { rulesIn, saveCharterSettings } from './commands.ts'
import { rulesList, signatoryOptions } from './labels.ts'
import { settingsSchema } from './schemas.ts'

/** Private: the mission sets the rules of all charters. */
export const charterSettingsRouter = Router()

const authorize = (req: Request) => requireAllowed(req, canManageTemplates)
const settingsPath = `${templatePath}/regles`

async function renderSettings(res: Response, form: Form | null) {
  const rules = rulesIn(await readCharterSettings())
  res.render('charter-settings/form', {
    title: 'Règles des chartes',
    form: form ?? blankForm({ ...rules, needsAgreement: rules.needsAgreement ? 'oui' : '' }),
    seen: printOf(rules),
    stored: rulesList(rules),
    signatories: signatoryOptions,
    back: templatePath,
    breadcrumb: breadcrumbOf('Règles'),
  })
}

charterSettingsRouter.get(settingsPath, async (req, res) => {
  authorize(req)
  await renderSettings(res, null)
})

charterSettingsRouter.post(settingsPath, async (req, res) => {
  const user = authorize(req)
  const form = await submitForm(settingsSchema, req.body, (input) => saveCharterSettings(user, input))
  if (!form.ok) return renderSettings(res.status(422), form)
  await redirectWithFlash(req, res, templatePath, form.result ? 'Les règles des chartes sont enregistrées.' : 'Rien n’a changé dans les règles des chartes.')
})
