import { Router, type Request, type Response } from 'express'
import { getBassin } from '../bassins/queries.ts'
import { leaveOldAddress } from '../clees/authorize.ts'
import { notFound } from '../errors.ts'
import { uuid } from '../web/fields.ts'
import { withDe } from '../web/view-helpers.ts'
import { atomOf } from './atom.ts'
import { calendarOf } from './calendar.ts'
import { getFeedAction, getFeedClee, listCalendarActions, listLatestActions, readCalendarStamp, readLatestStamp, type Scope } from './queries.ts'
import { sendFeed } from './send.ts'

/** Public: the agenda as other programs read it. */
export const agendaFeedsRouter = Router()

async function sendCalendar(req: Request, res: Response, name: string, scope: Scope) {
  const stamp = await readCalendarStamp(name, scope)
  await sendFeed(req, res, { type: 'text/calendar', fileName: 'agenda.ics', stamp, text: async () => calendarOf(name, await listCalendarActions(scope)) })
}

agendaFeedsRouter.get('/agenda.ics', async (req, res) => {
  await sendCalendar(req, res, 'Actions des CLEE', {})
})

agendaFeedsRouter.get('/bassins/:slug/agenda.ics', async (req, res) => {
  const bassin = await getBassin(req.params.slug)
  await sendCalendar(req, res, `Actions des CLEE – bassin ${withDe(bassin.name)}`, { bassinId: bassin.id })
})

agendaFeedsRouter.get('/clees/:slug/agenda.ics', async (req, res) => {
  const clee = await getFeedClee(req.params.slug)
  leaveOldAddress(req, clee)
  await sendCalendar(req, res, `${clee.name} – actions`, { cleeId: clee.id })
})

agendaFeedsRouter.get('/actions/:id/agenda.ics', async (req, res) => {
  if (!uuid.safeParse(req.params.id).success) throw notFound()
  const action = await getFeedAction(req.params.id)
  await sendCalendar(req, res, action.title, { actionId: action.id })
})

agendaFeedsRouter.get('/agenda.atom', async (req, res) => {
  const stamp = await readLatestStamp()
  await sendFeed(req, res, { type: 'application/atom+xml', fileName: 'agenda.atom', stamp, text: async () => atomOf(await listLatestActions(), stamp.changedAt) })
})
