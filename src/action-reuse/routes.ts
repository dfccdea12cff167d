import { randomUUID } from 'node:crypto'
import { Router, type Request, type Response } from 'express'
import { authorizePlanEdit, planBreadcrumb } from '../actions/authorize.ts'
import { withLabels } from '../actions/labels.ts'
import { actionPath, planPath, reusePath } from '../actions/paths.ts'
import { currentUser } from '../auth/guards.ts'
import type { FullClee } from '../clees/queries.ts'
import { FieldError, forbidden } from '../errors.ts'
import { previousSchoolYear } from '../school-year.ts'
import { refuseClosedYear } from '../school-years/closing.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { plural, withDe } from '../web/view-helpers.ts'
import { repeatActions, reuseAction } from './commands.ts'
import { repeatPath } from './paths.ts'
import { getSource, listRepeatable, listWritableClees, listWritableYears } from './queries.ts'
import { repeatSchema, reuseSchema } from './schemas.ts'

/** Private: an action of the network is taken up, those of last year are repeated. */
export const actionReuseRouter = Router()

async function authorizeReuse(req: Request) {
  const user = currentUser(req)
  const source = await getSource(user, String(req.params['id']))
  const clees = await listWritableClees(user)
  if (clees.length === 0) throw forbidden('Reprendre une action demande d’avoir un CLEE où l’inscrire\u00a0: vous n’en copilotez ni n’en coordonnez aucun cette année.')
  return { user, source, clees, years: await listWritableYears(user) }
}
type Reuse = Awaited<ReturnType<typeof authorizeReuse>>

// One's own action is repeated next year; that of others is taken up in this one. Of many CLEEs that are not one's own, none is likelier.
const firstChoice = ({ user, source, clees, years }: Reuse) => {
  const own = clees.find(({ id }) => id === source.cleeId && user.cleeIds.includes(id))
  return { id: randomUUID(), cleeId: own?.id ?? (clees.length === 1 ? clees[0]?.id : ''), schoolYear: years.find((year) => !own || year > source.schoolYear) ?? years[0] }
}

function renderReuse(res: Response, { source, clees, years }: Reuse, form: Form) {
  res.render('action-reuse/form', {
    title: `Reprendre «\u00a0${source.title}\u00a0»`,
    source: withLabels(source),
    target: reusePath(source),
    form,
    clees: clees.map(({ id, name }) => ({ value: id, label: name })),
    years: years.map((year) => ({ value: year, label: year })),
    hasOwn: clees.some(({ id }) => id === source.cleeId),
    hasOthers: clees.some(({ id }) => id !== source.cleeId),
    breadcrumb: [{ href: '/tableau-de-bord', label: 'Tableau de bord' }, { href: '/actions/recherche', label: 'Actions du réseau' }, { href: '', label: 'Reprendre une action' }],
  })
}

actionReuseRouter.get('/actions/:id/reprise', async (req, res) => {
  const reuse = await authorizeReuse(req)
  renderReuse(res, reuse, blankForm(firstChoice(reuse)))
})

actionReuseRouter.post('/actions/:id/reprise', async (req, res) => {
  const reuse = await authorizeReuse(req)
  const { user, source, clees, years } = reuse
  const form = await submitForm(reuseSchema, req.body, async ({ cleeId, ...input }) => {
    const clee = clees.find(({ id }) => id === cleeId)
    if (!clee) throw new FieldError('cleeId', 'Choisissez le CLEE qui reprend l’action.')
    if (!years.includes(input.schoolYear)) throw new FieldError('schoolYear', 'Choisissez une année scolaire ouverte\u00a0: celle-ci ou la suivante.')
    await reuseAction(user, source, clee, input)
    return { path: actionPath(clee, input), list: clees.length === 1 ? `votre liste ${input.schoolYear}` : `la liste ${input.schoolYear} ${withDe(clee.name)}` }
  })
  if (!form.ok) return renderReuse(res.status(422), reuse, form)
  await redirectWithFlash(req, res, form.result.path, `L’action est reprise dans ${form.result.list}, à l’état proposé. Complétez sa fiche\u00a0: dates, établissements, partenaires.`)
})

/** The actions of the year before as boxes to tick, and those that this year's list has already. */
async function renderRepeat(res: Response, clee: FullClee, schoolYear: string, typed?: Form) {
  const actions = await listRepeatable(clee.id, schoolYear)
  const open = actions.filter(({ isRepeated }) => !isRepeated)
  res.render('action-reuse/repeat', {
    title: `Reconduire des actions en ${schoolYear} – ${clee.name}`,
    clee,
    schoolYear,
    previousYear: previousSchoolYear(schoolYear),
    target: repeatPath(clee, schoolYear),
    form: typed ?? blankForm({ ids: open.filter(({ isExpected }) => isExpected).map(({ id }) => id) }),
    actions: open.map(withLabels),
    repeated: actions.filter(({ isRepeated }) => isRepeated),
    back: planPath(clee, schoolYear),
    breadcrumb: planBreadcrumb(clee, schoolYear, 'Reconduction'),
  })
}

actionReuseRouter.get('/clees/:slug/actions/reconduction', async (req, res) => {
  const { clee, schoolYear } = await authorizePlanEdit(req)
  await refuseClosedYear(schoolYear)
  await renderRepeat(res, clee, schoolYear)
})

const repeatedSentence = (count: number, schoolYear: string) =>
  count === 0 ? `Ces actions étaient déjà reconduites en ${schoolYear}.` : `${plural(count, 'action reconduite', 'actions reconduites')} en ${schoolYear}, à l’état proposé. ${count > 1 ? 'Donnez-leur leurs dates.' : 'Donnez-lui sa date.'}`

actionReuseRouter.post('/clees/:slug/actions/reconduction', async (req, res) => {
  const { user, clee, schoolYear } = await authorizePlanEdit(req)
  const form = await submitForm(repeatSchema, req.body, ({ ids }) => repeatActions(user, clee, schoolYear, ids))
  if (!form.ok) return renderRepeat(res.status(422), clee, schoolYear, form)
  await redirectWithFlash(req, res, planPath(clee, schoolYear), repeatedSentence(form.result, schoolYear))
})
