import { Router, type Request, type Response } from 'express'
import { currentUser } from '../auth/guards.ts'
import { canDeclare } from '../declarations/policy.ts'
import type { Role } from '../generated/prisma/client.ts'
import { educationSeatRefusal } from '../schools/eligibility.ts'
import { findSchool } from '../schools/queries.ts'
import { listQueue, listSummaries } from './queries.ts'
import { listCopilotTasks } from './tasks.ts'

export const dashboardRouter = Router()

const kinds = { declaration: 'Nouveau CLEE', charter: 'Charte à examiner', plan: 'Liste des actions à lire' }

async function renderMission(req: Request, res: Response) {
  const queue = (await listQueue()).map((item) => ({ ...item, kindLabel: kinds[item.kind] }))
  res.render('dashboard/mission', { title: 'Tableau de bord', queue, clees: await listSummaries(currentUser(req)) })
}

async function renderCoordinator(req: Request, res: Response) {
  res.render('dashboard/coordinator', { title: 'Tableau de bord', clees: await listSummaries(currentUser(req)) })
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
