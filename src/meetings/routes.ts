import { Router, type Request, type Response } from 'express'
import { authorizeEdit, authorizeWorkspace } from '../clees/authorize.ts'
import { spaceBreadcrumb } from '../clees/breadcrumb.ts'
import { canEditClee } from '../clees/policy.ts'
import type { FullClee } from '../clees/queries.ts'
import { notFound } from '../errors.ts'
import { today } from '../school-year.ts'
import { printOf } from '../seen.ts'
import { redirectWithFlash } from '../web/flash.ts'
import { blankForm, submitForm, type Form } from '../web/forms.ts'
import { formatDay } from '../web/view-helpers.ts'
import { addMeeting, changeMeeting, meetingValues, removeMeeting } from './commands.ts'
import { lateBadge } from './cards.ts'
import { meetingKinds, meetingName } from './labels.ts'
import { findLastMeeting, getMeeting, listMeetings } from './queries.ts'
import { meetingSchema } from './schemas.ts'
import { standingOfClee } from './standing.ts'

/** Private: the meetings of a CLEE. */
export const meetingsRouter = Router()

const meetingsPath = (clee: { slug: string }) => `/clees/${clee.slug}/reunions`
const meetingsLink = (clee: FullClee) => ({ href: meetingsPath(clee), label: 'Réunions' })

/** Opens the meetings behind one of the doors of the CLEE's space; a draft has none yet. */
const meetingsDoor = (authorize: typeof authorizeWorkspace) => async (req: Request) => {
  const { user, clee } = await authorize(req)
  if (clee.status === 'draft') throw notFound('Envoyez d’abord la déclaration du CLEE : ses réunions s’enregistrent ensuite.')
  return { user, clee }
}
const authorizeMeetings = meetingsDoor(authorizeWorkspace)
const authorizeMeetingsEdit = meetingsDoor(authorizeEdit)

async function authorizeMeeting(req: Request) {
  const { user, clee } = await authorizeMeetingsEdit(req)
  return { user, clee, meeting: await getMeeting(clee.id, String(req.params['id'])) }
}

meetingsRouter.get('/clees/:slug/reunions', async (req, res) => {
  const { user, clee } = await authorizeMeetings(req)
  const standing = standingOfClee(clee, (await findLastMeeting(clee.id))?.heldOn ?? null)
  res.render('meetings/index', {
    title: `Réunions – ${clee.name}`,
    clee,
    years: await listMeetings(clee.id),
    kinds: meetingKinds,
    day: today(),
    standing,
    badge: lateBadge(standing),
    canEdit: canEditClee(user, clee),
    breadcrumb: spaceBreadcrumb(clee, 'Réunions'),
  })
})

type MeetingForm = { form: Form; action: string; heading: string; label: string; seen?: string; stored?: { term: string; text: string }[] }

const renderForm = (res: Response, clee: FullClee, page: MeetingForm) =>
  res.render('meetings/form', {
    seen: '',
    stored: [],
    ...page,
    title: `${page.heading} – ${clee.name}`,
    clee,
    kinds: Object.entries(meetingKinds).map(([value, label]) => ({ value, label })),
    back: { href: meetingsPath(clee), label: 'Revenir aux réunions' },
    breadcrumb: spaceBreadcrumb(clee, meetingsLink(clee), page.heading),
  })

const newPage = (clee: FullClee, form: Form): MeetingForm => ({ form, action: `${meetingsPath(clee)}/ajout`, heading: 'Enregistrer une réunion', label: 'Enregistrer la réunion' })

meetingsRouter.get('/clees/:slug/reunions/ajout', async (req, res) => {
  const { clee } = await authorizeMeetingsEdit(req)
  renderForm(res, clee, newPage(clee, blankForm()))
})

meetingsRouter.post('/clees/:slug/reunions/ajout', async (req, res) => {
  const { user, clee } = await authorizeMeetingsEdit(req)
  const form = await submitForm(meetingSchema, req.body, (input) => addMeeting(user, clee, input))
  if (!form.ok) return renderForm(res.status(422), clee, newPage(clee, form))
  await redirectWithFlash(req, res, meetingsPath(clee), 'La réunion est enregistrée.')
})

type Meeting = Awaited<ReturnType<typeof getMeeting>>

const changePage = (clee: FullClee, meeting: Meeting, form: Form): MeetingForm => ({
  form,
  action: `${meetingsPath(clee)}/${meeting.id}/modification`,
  heading: 'Corriger une réunion',
  label: 'Enregistrer',
  seen: printOf(meetingValues(meeting)),
  stored: [{ term: 'Type', text: meetingKinds[meeting.kind] }, { term: 'Jour', text: formatDay(meeting.heldOn) }, { term: 'Lieu', text: meeting.place }],
})

meetingsRouter.get('/clees/:slug/reunions/:id/modification', async (req, res) => {
  const { clee, meeting } = await authorizeMeeting(req)
  renderForm(res, clee, changePage(clee, meeting, blankForm(meetingValues(meeting))))
})

meetingsRouter.post('/clees/:slug/reunions/:id/modification', async (req, res) => {
  const { user, clee, meeting } = await authorizeMeeting(req)
  const form = await submitForm(meetingSchema, req.body, (input) => changeMeeting(user, clee, meeting, input))
  if (!form.ok) return renderForm(res.status(422), clee, changePage(clee, await getMeeting(clee.id, meeting.id), form))
  await redirectWithFlash(req, res, meetingsPath(clee), 'La réunion est corrigée.')
})

meetingsRouter.get('/clees/:slug/reunions/:id/retrait', async (req, res) => {
  const { clee, meeting } = await authorizeMeeting(req)
  res.render('confirm', {
    title: `Retirer une réunion – ${clee.name}`,
    heading: 'Retirer cette réunion ?',
    text: `« ${meetingName(meeting)} » ne comptera plus parmi les réunions du CLEE. Le journal gardera la trace de ce retrait, et vous pourrez l’enregistrer de nouveau.`,
    action: `${meetingsPath(clee)}/${meeting.id}/retrait`,
    label: 'Retirer la réunion',
    back: { href: meetingsPath(clee), label: 'Garder cette réunion' },
  })
})

meetingsRouter.post('/clees/:slug/reunions/:id/retrait', async (req, res) => {
  const { user, clee, meeting } = await authorizeMeeting(req)
  await removeMeeting(user, clee, meeting)
  await redirectWithFlash(req, res, meetingsPath(clee), 'La réunion est retirée.')
})
