import { Router, type Response } from 'express'
import { authorizeEdit } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import type { FullClee } from '../clees/queries.ts'
import { backFrom, draftStepper, pathAfter } from '../declarations/steps.ts'
import { listSchoolOptions } from '../schools/options.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { balanceOf } from './balance.ts'
import { addMember, removeMember } from './commands.ts'
import { worldLabels } from './labels.ts'
import { memberName } from './names.ts'
import { getMember } from './queries.ts'
import { memberSchema, worlds } from './schemas.ts'

/** Private: the members of a CLEE and their seats. */
export const membersRouter = Router()

const renderMembers = async (res: Response, clee: FullClee, form: Form) =>
  res.render('members/index', {
    title: `Membres – ${clee.name}`,
    clee,
    form,
    members: clee.members.map((member) => ({ ...member, label: memberName(member), worldLabel: worldLabels[member.world] })),
    balance: balanceOf(clee),
    worlds: worlds.map((value) => ({ value, label: worldLabels[value] })),
    schools: await listSchoolOptions(clee, []),
    stepper: draftStepper(clee, 'membres'),
    nextHref: pathAfter(clee, 'membres'),
    back: backFrom(clee, 'membres'),
    breadcrumb: spaceBreadcrumb(clee, 'Membres'),
  })

membersRouter.get('/clees/:slug/membres', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  await renderMembers(res, clee, blankForm({ hasSeat: 'oui' }))
})

membersRouter.post('/clees/:slug/membres', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  const form = await submitForm(memberSchema, req.body, (input) => addMember(user, clee, input))
  if (!form.ok) return renderMembers(res.status(422), clee, form)
  await redirectWithFlash(req, res, `/clees/${clee.slug}/membres`, 'Le membre est ajouté.')
})

membersRouter.get('/clees/:slug/membres/:id/retrait', async (req, res) => {
  const { clee } = await authorizeEdit(req)
  const member = await getMember(clee.id, req.params.id)
  res.render('confirm', {
    title: `Retirer un membre – ${clee.name}`,
    heading: 'Retirer ce membre ?',
    text: `« ${memberName(member)} » ne figurera plus parmi les membres de « ${clee.name} ».`,
    action: `/clees/${clee.slug}/membres/${member.id}/retrait`,
    label: 'Retirer le membre',
    back: { href: `/clees/${clee.slug}/membres`, label: 'Garder ce membre' },
  })
})

membersRouter.post('/clees/:slug/membres/:id/retrait', async (req, res) => {
  const { user, clee } = await authorizeEdit(req)
  await removeMember(user, clee, await getMember(clee.id, req.params.id))
  await redirectWithFlash(req, res, `/clees/${clee.slug}/membres`, 'Le membre est retiré.')
})
