import { Router, type Request, type Response } from 'express'
import { currentUser, requireAllowed } from '../auth/guards.ts'
import { countByState, listLatestClees } from '../clee-list/queries.ts'
import { listOwnCoordinations } from '../coordinators/queries.ts'
import { canDeclare } from '../declarations/policy.ts'
import type { Role } from '../generated/prisma/client.ts'
import { schoolYearOf } from '../school-year.ts'
import { educationSeatRefusal } from '../schools/eligibility.ts'
import { findSchool } from '../schools/queries.ts'
import { administrationLinks } from '../web/page-locals.ts'
import { formatDay, formatInstant } from '../web/view-helpers.ts'
import { canAdminister } from './policy.ts'
import { listQueue, type QueueItem } from './queries.ts'
import { listCopilotTasks } from './tasks.ts'

export const dashboardRouter = Router()

/** CLEEs shown on a dashboard: the list has a page of its own. */
const latestCount = 10

const received = ({ since, receipt }: QueueItem) => `Reçu ${formatInstant(since)}${receipt ? ` · récépissé ${receipt}` : ''}`
const begun = ({ since }: QueueItem) => `Depuis le ${formatDay(since)}`
const kinds: Record<QueueItem['kind'], { heading: string; describe: (item: QueueItem) => string }> = {
  declaration: { heading: 'Nouveaux CLEE', describe: received },
  charter: { heading: 'Chartes à examiner', describe: received },
  plan: { heading: 'Listes des actions à lire', describe: received },
  review: { heading: 'Bilans à lire', describe: received },
  account: { heading: 'Demandes de compte', describe: received },
  vacancy: { heading: 'Copilotages vacants', describe: begun },
  bassins: { heading: 'Coordinations à désigner', describe: begun },
}

async function cleesOf(req: Request) {
  const user = currentUser(req)
  const counts = await countByState(user)
  return { clees: await listLatestClees(user, latestCount), cleeCount: [...counts.values()].reduce((sum, count) => sum + count, 0) }
}

async function renderMission(req: Request, res: Response) {
  const queue = (await listQueue()).map(({ kind, items }) => ({ kind, heading: kinds[kind].heading, items: items.map((item) => ({ ...item, sinceText: kinds[kind].describe(item) })) }))
  res.render('dashboard/mission', { title: 'Tableau de bord', queue, queueCount: queue.reduce((sum, { items }) => sum + items.length, 0), ...(await cleesOf(req)) })
}

async function renderCoordinator(req: Request, res: Response) {
  const schoolYear = schoolYearOf()
  const years = await listOwnCoordinations(currentUser(req).id)
  res.render('dashboard/coordinator', {
    title: 'Tableau de bord',
    schoolYear,
    bassins: years.find((year) => year.schoolYear === schoolYear)?.bassins ?? [],
    coming: years.filter((year) => year.schoolYear > schoolYear),
    past: years.filter((year) => year.schoolYear < schoolYear),
    ...(await cleesOf(req)),
  })
}

async function renderCopilot(req: Request, res: Response) {
  const user = currentUser(req)
  const isFree = canDeclare(user)
  res.render('dashboard/copilot', {
    title: 'Tableau de bord',
    clees: await listCopilotTasks(user),
    canDeclare: isFree,
    refusal: isFree ? educationSeatRefusal(await findSchool(user.schoolUai)) : null,
  })
}

const pages: Record<Role, (req: Request, res: Response) => Promise<void>> = {
  school_head: renderCopilot,
  company: renderCopilot,
  coordinator: renderCoordinator,
  mission: renderMission,
}

dashboardRouter.get('/tableau-de-bord', (req, res) => pages[currentUser(req).role](req, res))

dashboardRouter.get('/administration', (req, res) => {
  requireAllowed(req, canAdminister)
  res.render('dashboard/administration', { title: 'Administration', links: administrationLinks })
})
