import { Router, type Response } from 'express'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { canEditClee } from '../clees/policy.ts'
import type { FullClee } from '../clees/queries.ts'
import { balanceOf, holdsSeat } from '../members/balance.ts'
import { memberName } from '../members/names.ts'
import { fullName } from '../text.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { plural } from '../web/view-helpers.ts'
import { worlds, worldLabels } from '../worlds.ts'
import { composeCommittee } from './commands.ts'
import { compositionSchema } from './schemas.ts'

/** Private: who sits in the steering committee of a CLEE. */
export const committeesRouter = Router()

const pathOf = ({ slug }: { slug: string }) => `/clees/${slug}/comite-de-pilotage`

const sectionOf = (clee: FullClee, world: (typeof worlds)[number]) => ({
  world,
  label: worldLabels[world],
  copilots: clee.copilots.filter((copilot) => copilot.side === world && (!copilot.acceptedAt || holdsSeat(copilot, clee.status))).map((copilot) => ({ label: memberName(copilot), isWaiting: !copilot.acceptedAt })),
  members: clee.members.filter((member) => member.world === world).map((member) => ({ id: member.id, label: memberName(member), person: fullName(member), hasSeat: member.hasSeat })),
})

const renderCommittee = (res: Response, clee: FullClee, form: Form, canEdit: boolean) =>
  res.render('committees/show', {
    title: `Comité de pilotage – ${clee.name}`,
    clee,
    form,
    canEdit,
    action: pathOf(clee),
    sections: worlds.map((world) => sectionOf(clee, world)),
    before: clee.members.filter(({ hasSeat }) => hasSeat).map(({ id }) => id).join(' '),
    balance: balanceOf(clee),
    back: { href: `/clees/${clee.slug}/espace`, label: 'Revenir à l’espace du CLEE' },
    breadcrumb: spaceBreadcrumb(clee, 'Comité de pilotage'),
  })

committeesRouter.get('/clees/:slug/comite-de-pilotage', async (req, res) => {
  const { user, clee } = await authorizeWorkspace(req)
  renderCommittee(res, clee, blankForm(), canEditClee(user, clee))
})

committeesRouter.post('/clees/:slug/comite-de-pilotage', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(compositionSchema, req.body, (input) => composeCommittee(user, clee, input))
  if (!form.ok) return renderCommittee(res.status(422), clee, form, true)
  const said = form.result === 0 ? 'La composition du comité de pilotage est restée la même.' : `La composition du comité de pilotage est enregistrée : ${plural(form.result, 'siège a changé', 'sièges ont changé')}.`
  await redirectWithFlash(req, res, pathOf(clee), said)
})
