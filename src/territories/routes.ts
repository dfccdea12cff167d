import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { searchCommunes } from '../communes/queries.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { shownCommunes } from '../directory/search.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { addCommunes, removeCommune, updateTerritory } from './commands.ts'
import { listOverlaps } from './queries.ts'
import { communeSchema, communesSchema, territorySchema } from './schemas.ts'

/** Private: the territory of a CLEE. */
export const territoriesRouter = Router()

async function renderTerritory(req: Request, res: Response, clee: FullClee, form: Form) {
  const search = typeof req.query['recherche'] === 'string' ? req.query['recherche'].slice(0, 200) : ''
  const present = new Set(clee.communes.map(({ communeCode }) => communeCode))
  const found = search === '' ? [] : await searchCommunes(search, { limit: shownCommunes })
  res.render('territories/index', {
    title: `Territoire – ${clee.name}`,
    clee,
    form,
    search,
    found: found.filter(({ code }) => !present.has(code)),
    isCut: found.length >= shownCommunes,
    isSearchVain: search !== '' && found.length === 0,
    overlaps: await listOverlaps(clee),
    stepper: draftStepper(clee, 'territoire'),
    back: backFrom(clee, 'territoire'),
    breadcrumb: spaceBreadcrumb(clee, 'Territoire'),
  })
}

territoriesRouter.get('/clees/:slug/territoire', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  // The search button stands in the form of the free text: what was typed there comes along.
  await renderTerritory(req, res, clee, blankForm({ territory: req.query['territory'] ?? clee.territory }))
})

territoriesRouter.post('/clees/:slug/territoire', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(territorySchema, req.body, (input) => updateTerritory(user, clee, input))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, pathAfter(clee, 'territoire'), 'Le territoire est enregistré.')
})

/** The buttons of the communes stand in the form of the free text: what was typed there is saved along. */
async function keepTypedTerritory(req: Request, user: CurrentUser, clee: FullClee) {
  const typed = territorySchema.safeParse(req.body)
  if ('territory' in req.body && typed.success && typed.data.territory !== clee.territory) await updateTerritory(user, clee, typed.data)
}

territoriesRouter.post('/clees/:slug/territoire/communes', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(communesSchema, req.body, ({ communeCodes }) => addCommunes(user, clee, communeCodes))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await keepTypedTerritory(req, user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, 'Les communes cochées sont ajoutées.')
})

territoriesRouter.post('/clees/:slug/territoire/communes/retrait', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(communeSchema, req.body, ({ code }) => removeCommune(user, clee, code))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await keepTypedTerritory(req, user, clee)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, 'La commune est retirée du territoire.')
})
