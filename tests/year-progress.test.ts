import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { listLateClees } from '../src/reminders/lateness.ts'
import { lateCountTasks } from '../src/reminders/network.ts'
import { openYear } from '../src/school-years/commands.ts'
import { usualDeadlines } from '../src/school-years/deadlines.ts'
import { yearPath } from '../src/school-years/paths.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeCoordinator } from './support/factories.ts'
import { bringCharter, open, submit } from './support/features.ts'

const year = '2026-2027'
const path = yearPath(year)
let world: Awaited<ReturnType<typeof makeClee>>
let mission: TestAgent

const at = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })

beforeEach(async () => {
  at('2026-11-30T12:00:00Z')
  world = await makeClee('active', 'Alpha')
  mission = await signedIn(world.mission)
  await openYear(await asActor(world.mission), year, { ...usualDeadlines(year), letterTitle: '', letterBody: '' })
})
afterEach(() => vi.useRealTimers())

const addClee = (name: string, status: 'declared' | 'active' | 'dormant' | 'closed' | 'draft', bassinId?: string) =>
  db.clee.create({ data: { name, slug: name.toLowerCase(), searchName: name.toLowerCase(), status, ...(status !== 'draft' && { declaredAt: new Date(), declarationReceipt: name }), ...(bassinId && { bassins: { create: { bassinId } } }) } })

/** A list of one action, sent or not. */
async function addPlan(cleeId: string, submittedAt: Date | null, title = 'Forum') {
  const plan = await db.actionPlan.create({ data: { cleeId, schoolYear: year, ...(submittedAt && { submittedAt, submittedByName: 'Anne', receipt: cleeId, status: 'submitted', hasChanges: false }) } })
  await db.plannedAction.create({ data: { planId: plan.id, cleeId, schoolYear: year, title, type: 'job_fair' } })
  return plan
}

it('shows where each CLEE stands, what is late only after the day of its deadline, and the totals', async () => {
  await bringCharter(world.clee.id, world.head, world.mission, 'submitted')
  await addPlan(world.clee.id, new Date('2026-11-20T10:00:00Z'))
  const other = await addClee('Beta', 'declared')
  await db.actionPlan.create({ data: { cleeId: other.id, schoolYear: year } })
  await addClee('Fermé', 'closed')
  await addClee('Brouillon', 'draft')
  const page = await open(mission, path)
  for (const text of ['1 charte transmise sur 2', '1 liste transmise sur 2', '0 bilan transmis sur 2', '1 action', '0 CLEE en retard', '20/11/2026', 'Pas commencée']) expect(page).toContain(text)
  for (const absent of ['En retard', 'Fermé', 'Brouillon', 'En préparation']) expect(page).not.toContain(absent)
  at('2026-11-30T23:00:00Z')
  mission = await signedIn(world.mission)
  const late = await open(mission, `${path}?manque=retard`)
  expect(late).toContain('Beta')
  expect(late).not.toContain('Alpha')
  expect(late.match(/En retard/g)).toHaveLength(2)
  expect(late).toContain('1 CLEE en retard')
})

it('counts who is late as the dashboard does, each number leading to the CLEEs that it counts', async () => {
  const [sent, dormant] = [await addClee('Beta', 'declared'), await addClee('Gamma', 'dormant')]
  await addPlan(sent.id, new Date('2026-11-20T10:00:00Z'))
  await addPlan(dormant.id, null)
  await db.schoolYear.create({ data: { schoolYear: '2025-2026', openedByName: 'Mission', reviewDueOn: new Date('2026-07-10') } })
  const past = await db.actionPlan.create({ data: { cleeId: sent.id, schoolYear: '2025-2026' } })
  await db.plannedAction.create({ data: { planId: past.id, cleeId: sent.id, schoolYear: '2025-2026', title: 'Forum', type: 'job_fair' } })
  at('2027-08-20T12:00:00Z')
  mission = await signedIn(world.mission)
  const counted = lateCountTasks(await listLateClees({}))
  expect(counted.map(({ title }) => title.replaceAll('\u00a0', ' '))).toEqual(['Charte non transmise : 2 CLEE', 'Liste des actions non transmise : 1 CLEE', 'Bilan non transmis : 1 CLEE', 'Bilan de l’an dernier non transmis : 1 CLEE', 'Pas de réunion depuis six mois : 2 CLEE'])
  const listed = await Promise.all(counted.map(async ({ href }) => {
    const page = await open(mission, href)
    return ['Alpha', 'Beta', 'Gamma'].filter((name) => page.includes(name))
  }))
  expect(listed).toEqual([['Alpha', 'Beta'], ['Alpha'], ['Beta'], ['Beta'], ['Alpha', 'Beta']])
  expect(await open(mission, path)).toContain('2 CLEE en retard')
  await db.schoolYear.updateMany({ data: { status: 'closed', closedAt: new Date() } })
  expect(await open(mission, path)).toContain('0 CLEE en retard')
})

it('is filtered by bassin and by what misses, sorted, and exported with formulas neutralised', async () => {
  const bassin = await makeBassin('Bassin de Redon')
  const other = await addClee('=Beta', 'declared', bassin.id)
  await addPlan(other.id, null)
  expect(await open(mission, `${path}?bassin=${bassin.slug}`)).not.toContain('Alpha')
  expect(await open(mission, `${path}?bassin=inconnu`)).toContain('Aucun CLEE ne correspond à ces filtres')
  expect(await open(mission, `${path}?manque=liste`)).toContain('2 CLEE')
  for (const [tri, first, second] of [['actions', 'Alpha', '=Beta'], ['-actions', '=Beta', 'Alpha'], ['-liste', '=Beta', 'Alpha']] as const) {
    const page = await open(mission, `${path}?tri=${tri}`)
    expect([tri, page.indexOf(first) < page.indexOf(second)]).toEqual([tri, true])
  }
  const { text, headers } = await mission.get(`${path}.csv?bassin=${bassin.slug}`).expect(200)
  expect(headers['content-disposition']).toContain('avancement-2026-2027.csv')
  expect(text.split('\r\n')).toHaveLength(3)
  expect(text).toContain("2026-2027;'=Beta;Bassin de Redon;Pas commencée;;En préparation;;1;Pas commencé;;charte, liste des actions, bilan;")
})

it('names what is not finished before the year is closed, and closes it to its people', async () => {
  await addPlan(world.clee.id, null)
  const page = await open(mission, `${path}/cloture`)
  for (const text of ['1 charte jamais transmise', '1 liste d’actions jamais transmise', '1 bilan manquant']) expect(page).toContain(text)
  await submit(mission, `${path}/cloture`).expect(303)
  const head = await signedIn(world.head)
  await head.get(`/clees/${world.clee.slug}/actions?annee=${year}`).expect(200)
  await submit(head, `/clees/${world.clee.slug}/actions/soumission?annee=${year}`).expect(409)
  await submit(mission, `${path}/reouverture`).expect(303)
  await submit(head, `/clees/${world.clee.slug}/actions/soumission?annee=${year}`).expect(303)
})

it('is the mission’s, and of a year that the portal knows', async () => {
  const coordinator = await signedIn(await makeCoordinator(world.bassin.id))
  for (const address of ['/annees-scolaires', path, `${path}.csv`]) await coordinator.get(address).expect(403)
  for (const unknown of ['2010-2011', '2026-2028', 'x']) await mission.get(yearPath(unknown)).expect(404)
})
