import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { notFound } from '../errors.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { printOf } from '../seen.ts'
import { plural } from '../web/view-helpers.ts'
import { addCommunes, addEpci, removeCommunes, updateTerritory } from './commands.ts'
import { groupCommunes } from './groups.ts'
import { additionSentence, changeSentence, overlapLines } from './labels.ts'
import { listOverlaps } from './queries.ts'
import { communesSchema, epciSchema, removalSchema, territorySchema } from './schemas.ts'
import { searchTerritory } from './search.ts'

/** Private: the territory of a CLEE. */
export const territoriesRouter = Router()

const codesOf = (places: { code: string }[]) => places.map(({ code }) => code)
const namesOf = (places: { name: string }[]) => places.map(({ name }) => name)

// The search stands in the form of the free text: it comes by the address, or back with a refused form.
function typedSearch(req: Request) {
  const typed: unknown = req.query['recherche'] ?? req.body?.recherche
  return typeof typed === 'string' ? typed.trim().slice(0, 200) : ''
}

// The search reloads the page with what was typed: the text that was shown stays the one before it was typed.
function shownPrint(req: Request, clee: FullClee, form: Form) {
  const shown: unknown = req.query['seen'] ?? (form.errors['seen'] ? undefined : req.body?.seen)
  return typeof shown === 'string' && shown !== '' ? shown : printOf({ territory: clee.territory })
}

async function renderTerritory(req: Request, res: Response, clee: FullClee, form: Form) {
  const search = typedSearch(req)
  res.render('territories/index', {
    title: `Territoire – ${clee.name}`,
    clee,
    form,
    search,
    seen: shownPrint(req, clee, form),
    stored: [{ term: 'Précisions sur le territoire', text: clee.territory }],
    found: await searchTerritory(search, clee),
    groups: groupCommunes(clee),
    overlaps: overlapLines(await listOverlaps(clee.id, clee.communes.map(({ communeCode }) => communeCode))),
    stepper: draftStepper(clee, 'territoire'),
    back: backFrom(clee, 'territoire'),
    breadcrumb: spaceBreadcrumb(clee, 'Territoire'),
  })
}

territoriesRouter.get('/clees/:slug/territoire', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  // What was typed in the free text comes along with the search.
  await renderTerritory(req, res, clee, blankForm({ territory: req.query['territory'] ?? clee.territory }))
})

territoriesRouter.post('/clees/:slug/territoire', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(territorySchema, req.body, (input) => updateTerritory(user, clee, input))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, pathAfter(clee, 'territoire'), 'Le territoire est enregistré.')
})

/** The buttons of the communes stand in the form of the free text: what this person changed there is saved along. */
async function keepTypedTerritory(req: Request, user: CurrentUser, clee: FullClee) {
  const typed = territorySchema.safeParse(req.body)
  if (!('territory' in req.body) || !typed.success) return
  const { territory, seen } = typed.data
  if (territory !== clee.territory && printOf({ territory }) !== seen) await updateTerritory(user, clee, typed.data)
}

/** Saves the free text that stands beside, then does what the button says. */
const alongTypedText = <Input, Result>(req: Request, user: CurrentUser, clee: FullClee, act: (input: Input) => Promise<Result>) =>
  async (input: Input) => {
    await keepTypedTerritory(req, user, clee)
    return act(input)
  }

/** Back to the territory, with the names of what was added and of the CLEEs that cover it already. */
async function tellAddition(req: Request, res: Response, clee: FullClee, added: { code: string; name: string }[]) {
  const overlaps = await listOverlaps(clee.id, codesOf(added))
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, additionSentence(namesOf(added), overlaps))
}

territoriesRouter.post('/clees/:slug/territoire/communes', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(communesSchema, req.body, alongTypedText(req, user, clee, ({ communeCodes }) => addCommunes(user, clee, communeCodes)))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await tellAddition(req, res, clee, form.result)
})

territoriesRouter.post('/clees/:slug/territoire/epci', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(epciSchema, req.body, alongTypedText(req, user, clee, ({ epciCode }) => addEpci(user, clee, epciCode)))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await tellAddition(req, res, clee, form.result)
})

territoriesRouter.post('/clees/:slug/territoire/communes/retrait', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(removalSchema, req.body, alongTypedText(req, user, clee, ({ code }) => removeCommunes(user, clee, { code: { in: code } })))
  if (!form.ok) return renderTerritory(req, res.status(422), clee, form)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, changeSentence(namesOf(form.result), 'retirée'))
})

const confirmRemoval = (res: Response, clee: FullClee, what: string, action: string) =>
  res.render('confirm', {
    title: `Retirer des communes – ${clee.name}`,
    heading: `Retirer ${what} du territoire ?`,
    text: 'Rien d’autre ne change dans le CLEE. Vous pourrez les ajouter à nouveau en les cherchant.',
    action,
    label: 'Retirer ces communes',
    back: { href: `/clees/${clee.slug}/territoire`, label: 'Garder ces communes' },
    breadcrumb: spaceBreadcrumb(clee, { href: `/clees/${clee.slug}/territoire`, label: 'Territoire' }, 'Retrait'),
  })

territoriesRouter.get('/clees/:slug/territoire/epci/:epci/retrait', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  const communes = clee.communes.filter(({ commune }) => commune.epciCode === req.params.epci)
  if (!communes[0]) throw notFound('Aucune commune de cette intercommunalité n’est dans le territoire.')
  const what = `${plural(communes.length, 'commune', 'communes')} de ${communes[0].commune.epciName}`
  confirmRemoval(res, clee, what, `/clees/${clee.slug}/territoire/epci/${communes[0].commune.epciCode}/retrait`)
})

territoriesRouter.post('/clees/:slug/territoire/epci/:epci/retrait', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const removed = await removeCommunes(user, clee, { epciCode: req.params.epci })
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, changeSentence(namesOf(removed), 'retirée'))
})

territoriesRouter.get('/clees/:slug/territoire/retrait', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  confirmRemoval(res, clee, `toutes les communes (${clee.communes.length})`, `/clees/${clee.slug}/territoire/retrait`)
})

territoriesRouter.post('/clees/:slug/territoire/retrait', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const removed = await removeCommunes(user, clee, {})
  await redirectWithFlash(req, res, `/clees/${clee.slug}/territoire`, changeSentence(namesOf(removed), 'retirée'))
})
