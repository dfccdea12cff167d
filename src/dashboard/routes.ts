import { Router, type Request, type Response } from 'express'
import type { CurrentUser } from '../auth/current-user.ts'
import { currentUser, requireAllowed } from '../auth/guards.ts'
import { countByState, listLatestClees } from '../clee-list/queries.ts'
import { listOwnCoordinations } from '../coordinators/queries.ts'
import { canDeclare } from '../declarations/policy.ts'
import type { Role } from '../generated/prisma/client.ts'
import { schoolYearOf, today } from '../school-year.ts'
import { listJobs } from '../jobs/queries.ts'
import { listLateClees } from '../reminders/lateness.ts'
import { countAwaiting } from '../inquiry-desk/queries.ts'
import { inquiryTasks } from '../reminders/inquiry-tasks.ts'
import { coordinatorTasks, lateCountTasks } from '../reminders/network.ts'
import { dueSentence, isLate, type Task } from '../reminders/task.ts'
import { listCopilotTasks } from '../reminders/tasks.ts'
import { educationSeatRefusal } from '../schools/eligibility.ts'
import { findSchool } from '../schools/queries.ts'
import { deadlinesOf } from '../school-years/page.ts'
import { letterPath } from '../school-years/paths.ts'
import { findYear } from '../school-years/queries.ts'
import { administrationLinks } from '../web/page-locals.ts'
import { formatDay, formatInstant } from '../web/view-helpers.ts'
import { letterFor } from '../year-letters/letter.ts'
import { findYearLink } from '../year-letters/links.ts'
import { canAdminister } from './policy.ts'
import { countNews, listAllNews, listNews } from './news.ts'
import { listQueue, type QueueItem } from './queries.ts'

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
  inquiry: { heading: 'Demandes du public', describe: begun },
  account: { heading: 'Demandes de compte', describe: received },
  vacancy: { heading: 'Copilotages vacants', describe: begun },
  bassins: { heading: 'Coordinations à désigner', describe: begun },
  content: { heading: 'Pages et documents à relire', describe: begun },
}

async function cleesOf(req: Request) {
  const user = currentUser(req)
  const counts = await countByState(user)
  return { clees: await listLatestClees(user, latestCount), cleeCount: [...counts.values()].reduce((sum, count) => sum + count, 0) }
}

/** Tasks as the page lists them, with what their date says. */
const shown = (tasks: Task[], day = today()) => tasks.map((task) => ({ ...task, due: dueSentence(task, day), isLate: isLate(task, day) }))

async function renderMission(req: Request, res: Response) {
  const queue = (await listQueue()).map(({ kind, items }) => ({ kind, heading: kinds[kind].heading, items: items.map((item) => ({ ...item, sinceText: kinds[kind].describe(item) })) }))
  res.render('dashboard/mission', { title: 'Tableau de bord', queue, queueCount: queue.reduce((sum, { items }) => sum + items.length, 0), late: lateCountTasks(await listLateClees({})), news: await countNews(currentUser(req)), ...(await cleesOf(req)) })
}

/** The deadlines of the year, and the way to its letter once it was sent. */
async function yearOf(user: CurrentUser, schoolYear: string) {
  const row = await findYear(schoolYear)
  return row && { deadlines: deadlinesOf(row), path: letterPath(schoolYear), hasLetter: letterFor(user, row) !== null }
}

async function renderCoordinator(req: Request, res: Response) {
  const schoolYear = schoolYearOf()
  const user = currentUser(req)
  const years = await listOwnCoordinations(user.id)
  const late = await listLateClees({ bassins: { some: { bassinId: { in: user.bassinIds } } } })
  res.render('dashboard/coordinator', {
    title: 'Tableau de bord',
    schoolYear,
    bassins: years.find((year) => year.schoolYear === schoolYear)?.bassins ?? [],
    coming: years.filter((year) => year.schoolYear > schoolYear),
    past: years.filter((year) => year.schoolYear < schoolYear),
    news: await listNews(user),
    year: await yearOf(user, schoolYear),
    lateCount: late.length,
    tasks: shown(coordinatorTasks(late)),
    inquiries: inquiryTasks(await countAwaiting(user)),
    ...(await cleesOf(req)),
  })
}

async function renderCopilot(req: Request, res: Response) {
  const user = currentUser(req)
  const isFree = canDeclare(user)
  res.render('dashboard/copilot', {
    title: 'Tableau de bord',
    yearLink: await findYearLink(user),
    news: await listNews(user),
    clees: (await listCopilotTasks(user)).map((clee) => ({ ...clee, tasks: shown(clee.tasks) })),
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

dashboardRouter.get('/tableau-de-bord/nouveautes', async (req, res) => {
  res.render('dashboard/news', { title: 'Depuis votre dernière visite', news: await listAllNews(currentUser(req)), breadcrumb: [{ href: '/tableau-de-bord', label: 'Tableau de bord' }] })
})

dashboardRouter.get('/administration', async (req, res) => {
  requireAllowed(req, canAdminister)
  res.render('dashboard/administration', { title: 'Administration', links: administrationLinks, jobs: await listJobs() })
})
