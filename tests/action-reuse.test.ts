import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findOrigin, listRepetitions } from '../src/actions/reuse.ts'
import { db } from '../src/db.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearBounds, schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { during, eventsOf, open, readable, statusesOf, submit } from './support/features.ts'

const year = schoolYearOf()
const [next, past] = [nextSchoolYear(year), previousSchoolYear(year)]

async function withClee(name?: string) {
  const made = await makeClee('active', name)
  return { ...made, agent: await signedIn(made.head) }
}

type Fields = Partial<Prisma.PlannedActionUncheckedCreateInput>

/** An action with all that it may be linked to, shared with the network. */
async function makeRich(cleeId: string, { schoolYear = year, ...fields }: Fields = {}) {
  const plan = await db.actionPlan.upsert({ where: { cleeId_schoolYear: { cleeId, schoolYear } }, create: { cleeId, schoolYear }, update: {} })
  const [school, organisation] = [await makeSchool(), await db.organisation.create({ data: { name: 'Laiterie', searchName: 'laiterie', world: 'economy' } })]
  return db.plannedAction.create({
    data: {
      planId: plan.id, cleeId, schoolYear, title: 'Forum des métiers', type: 'job_fair', state: 'done', outcome: 'done', pupilsReached: 90, visibility: 'network', audiences: ['pupils'], levels: ['bts'], avenirGoals: ['discovery'], sectors: ['wood'], objective: 'Découvrir', place: 'Halle', pupilsPlanned: 120, budget: 300,
      startsOn: schoolYearBounds(schoolYear).first, strengths: 'Tout', ...fields,
      schools: { create: { schoolUai: school.uai } }, partners: { create: { organisationId: organisation.id, part: 'Accueil' } }, indicators: { create: { position: 1, label: 'Stands', target: 40, achieved: 37 } },
    },
  })
}

const everything = { schools: true, partners: true, indicators: true } as const
const copies = (originId: string) => db.plannedAction.findMany({ where: { originId }, include: everything, orderBy: { id: 'asc' } })
const idIn = (page: string) => /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''

describe('taking up an action', () => {
  it('copies what it is into my list, proposed, private, undated, with its origin; not the means of another CLEE', async () => {
    const { clee, agent } = await withClee()
    const other = await makeClee('active', 'CLEE de Redon')
    const source = await makeRich(other.clee.id)
    const form = (await agent.get(`/actions/${source.id}/reprise`).expect(200)).text
    expect(readable(form)).toMatch(/Forum des métiers, CLEE de Redon.*Stands : 40 visés.*restent ceux de ce CLEE/)
    const id = idIn(form)
    const answer = await submit(agent, `/actions/${source.id}/reprise`, { id, cleeId: clee.id, schoolYear: year }).expect(303)
    expect(answer.headers['location']).toBe(`/clees/${clee.slug}/actions/${id}`)
    expect(await open(agent, '/tableau-de-bord')).toContain(`L’action est reprise dans votre liste ${year}, à l’état proposé`)
    const [copy] = await copies(source.id)
    expect(copy).toMatchObject({ id, cleeId: clee.id, schoolYear: year, title: source.title, type: 'job_fair', audiences: ['pupils'], levels: ['bts'], avenirGoals: ['discovery'], sectors: ['wood'], objective: 'Découvrir', state: 'proposed', visibility: 'private', outcome: null, pupilsReached: null, startsOn: null, place: '', pupilsPlanned: null, budget: null, strengths: '', originText: `Forum des métiers, CLEE de Redon, ${year}`, schools: [], partners: [], indicators: [{ label: 'Stands', target: 40, achieved: null }] })
    expect((await eventsOf(clee.id)).at(-1)).toBe('action.copy')
    expect(await db.mail.count({ where: { event: { startsWith: 'action' } } })).toBe(0)
  })

  it('keeps the schools, the partners and the means of my own, next year by default', async () => {
    const { clee, agent } = await withClee()
    const source = await makeRich(clee.id, { visibility: 'private' })
    const form = (await agent.get(`/actions/${source.id}/reprise`).expect(200)).text
    expect(form).toMatch(new RegExp(`value="${next}" checked`))
    await submit(agent, `/actions/${source.id}/reprise`, { id: randomUUID(), cleeId: clee.id, schoolYear: next }).expect(303)
    const [copy] = await copies(source.id)
    expect(copy).toMatchObject({ schoolYear: next, place: 'Halle', pupilsPlanned: 120, budget: 300, startsOn: null, partners: [{ part: 'Accueil' }] })
    expect(copy?.schools).toHaveLength(1)
  })

  it('refuses a wrong list or year, says why, and keeps what was chosen', async () => {
    const { clee, agent } = await withClee()
    const other = await makeClee('active')
    const { id } = await makeRich(other.clee.id)
    const cases = [[{ cleeId: other.clee.id }, 'Choisissez le CLEE qui reprend'], [{ cleeId: 'x' }, 'Choisissez le CLEE qui reprend'], [{ schoolYear: past }, 'Choisissez une année scolaire ouverte'], [{ schoolYear: '2026' }, 'Choisissez une année scolaire'], [{ id: 'x' }, 'Rechargez la page']] as const
    for (const [change, sentence] of cases) {
      const page = await submit(agent, `/actions/${id}/reprise`, { id: randomUUID(), cleeId: clee.id, schoolYear: next, ...change }).expect(422)
      expect(readable(page.text)).toContain(sentence)
      if (!('schoolYear' in change)) expect(page.text).toMatch(new RegExp(`value="${next}" checked`))
    }
    await db.schoolYear.create({ data: { schoolYear: next, status: 'closed', openedByName: 'x', closedAt: new Date() } })
    expect(readable((await submit(agent, `/actions/${id}/reprise`, { id: randomUUID(), cleeId: clee.id, schoolYear: next }).expect(422)).text)).toContain('année scolaire ouverte')
    expect(await copies(id)).toEqual([])
  })

  it('is refused to those who have no list, and to those who may not read the action', async () => {
    const { clee, agent, bassin } = await withClee()
    const other = await makeClee('active')
    const shared = await makeRich(other.clee.id)
    const hidden = await makeRich(other.clee.id, { visibility: 'private' })
    const body = { id: randomUUID(), cleeId: clee.id, schoolYear: year }
    const newcomer = await signedIn(await makeHead())
    expect(readable((await newcomer.get(`/actions/${shared.id}/reprise`).expect(403)).text)).toContain('demande d’avoir un CLEE où l’inscrire')
    await submit(newcomer, `/actions/${shared.id}/reprise`, body).expect(403)
    for (const id of [hidden.id, randomUUID(), 'x']) {
      await agent.get(`/actions/${id}/reprise`).expect(404)
      await submit(agent, `/actions/${id}/reprise`, body).expect(404)
    }
    await submit(visitor(), `/actions/${shared.id}/reprise`, body).expect(302)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(agent, `/actions/${shared.id}/reprise`, body).expect(403)
    expect(await copies(shared.id)).toEqual([])
    await db.clee.update({ where: { id: clee.id }, data: { status: 'active' } })
    await submit(await signedIn(await makeCoordinator(bassin.id)), `/actions/${shared.id}/reprise`, body).expect(303)
  })

  it('preselects none of the many lists of the mission, names the CLEE, and leaves a coordinator this year alone', async () => {
    const { clee, bassin, mission } = await makeClee('active', 'CLEE de Redon')
    const { id } = await makeRich(clee.id)
    await makeClee('active', 'CLEE de Fougères')
    const official = await signedIn(mission)
    expect((await official.get(`/actions/${id}/reprise`).expect(200)).text).not.toMatch(/<option[^>]* selected/)
    expect(readable((await submit(official, `/actions/${id}/reprise`, { id: randomUUID(), cleeId: '', schoolYear: year }).expect(422)).text)).toContain('Choisissez le CLEE qui reprend l’action.')
    await submit(official, `/actions/${id}/reprise`, { id: randomUUID(), cleeId: clee.id, schoolYear: year }).expect(303)
    expect(await open(official, '/tableau-de-bord')).toContain(`reprise dans la liste ${year} de CLEE de Redon`)
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    expect((await coordinator.get(`/actions/${id}/reprise`).expect(200)).text).not.toContain(`value="${next}"`)
    await submit(coordinator, `/actions/${id}/reprise`, { id: randomUUID(), cleeId: clee.id, schoolYear: next }).expect(422)
  })

  it('copies once what is sent twice, at once or later, and nothing once the action is gone', async () => {
    const { clee, agent } = await withClee()
    const [source, other] = [await makeRich(clee.id), await makeRich(clee.id)]
    const [address, body] = [`/actions/${source.id}/reprise`, { id: randomUUID(), cleeId: clee.id, schoolYear: next }]
    expect(await statusesOf([1, 2].map(() => submit(agent, address, body)))).toEqual([303, 303])
    await submit(agent, address, body).expect(303)
    await submit(agent, `/actions/${other.id}/reprise`, body).expect(409)
    expect(await copies(source.id)).toHaveLength(1)
    expect((await eventsOf(clee.id)).filter((event) => event === 'action.copy')).toHaveLength(1)
    const late = await during('DELETE FROM planned_actions WHERE id = $1', [other.id], async () => submit(agent, `/actions/${other.id}/reprise`, { ...body, id: randomUUID() }))
    expect(late.status).toBe(409)
  })

  it('shows whom an action comes from and who took it up, as far as the reader may see', async () => {
    const { clee, head } = await withClee()
    const other = await makeClee('active', 'CLEE de Redon')
    const source = await makeRich(other.clee.id)
    const copy = await makeRich(clee.id, { originId: source.id, originText: 'Forum, CLEE de Redon', visibility: 'private' })
    const [own, outsider] = [await asActor(head), await asActor(await makeHead())]
    expect(await findOrigin(own, copy)).toEqual({ text: 'Forum, CLEE de Redon', href: `/actions/${source.id}` })
    expect(await findOrigin(undefined, copy)).toEqual({ text: 'Forum, CLEE de Redon', href: null })
    expect(await findOrigin(own, source)).toBeNull()
    expect(await listRepetitions(own, source.id)).toEqual([{ clee: clee.name, schoolYear: year, href: `/clees/${clee.slug}/actions/${copy.id}` }])
    expect(await listRepetitions(outsider, source.id)).toEqual([{ clee: clee.name, schoolYear: year, href: null }])
    expect(await listRepetitions(undefined, source.id)).toEqual([])
    await db.plannedAction.update({ where: { id: copy.id }, data: { state: 'proposed', outcome: null, pupilsReached: null } })
    expect(await listRepetitions(outsider, source.id)).toEqual([])
    expect(await listRepetitions(own, source.id)).toHaveLength(1)
    await db.plannedAction.update({ where: { id: copy.id }, data: { state: 'planned', visibility: 'public' } })
    expect(await listRepetitions(undefined, source.id)).toEqual([{ clee: clee.name, schoolYear: year, href: `/actions/${copy.id}` }])
    await db.clee.update({ where: { id: clee.id }, data: { acknowledgedAt: null, status: 'declared' } })
    expect(await listRepetitions(undefined, source.id)).toEqual([])
  })
})

describe('the sheet and the page of an action', () => {
  it('link to what it takes up and to who took it up, and offer it to whoever has a list', async () => {
    const { clee, agent } = await withClee()
    const source = await makeRich(clee.id, { visibility: 'public' })
    const copy = await makeRich(clee.id, { originId: source.id, originText: 'Forum, avant', visibility: 'private' })
    const sheetOf = ({ id }: { id: string }) => `/clees/${clee.slug}/actions/${id}`
    const sheet = (await agent.get(sheetOf(copy)).expect(200)).text
    expect(readable(sheet)).toContain('Reprise de Forum, avant')
    for (const href of [sheetOf(source), `/actions/${copy.id}/reprise`]) expect(sheet).toContain(`href="${href}"`)
    expect(readable(sheet)).not.toContain('Voir la page publique')
    for (const address of [sheetOf(source), `/actions/${source.id}`]) {
      const { text } = await agent.get(address).expect(200)
      expect(readable(text)).toMatch(new RegExp(`Reprise 1 fois ${clee.name} , ${year}`))
      for (const href of [sheetOf(copy), `/actions/${source.id}/reprise`]) expect(text).toContain(`href="${href}"`)
    }
    expect((await agent.get(sheetOf(source))).text).toContain(`href="/actions/${source.id}"`)
    const strangers = [visitor(), await signedIn(await makeHead())]
    for (const stranger of strangers) expect(await open(stranger, `/actions/${source.id}`)).not.toContain('Reprendre cette action')
  })
})

describe('repeating the actions of the year before', () => {
  it('proposes those to repeat and those postponed, and copies what is ticked with its schools and partners, once', async () => {
    const { clee, agent } = await withClee()
    const address = `/clees/${clee.slug}/actions/reconduction?annee=${year}`
    const kept = await makeRich(clee.id, { schoolYear: past, title: 'À refaire', repeatsNextYear: true })
    const postponed = await makeRich(clee.id, { schoolYear: past, title: 'Remise', state: 'postponed', outcome: 'postponed', outcomeReason: 'Neige', pupilsReached: null })
    const dropped = await makeRich(clee.id, { schoolYear: past, title: 'À ne pas refaire', repeatsNextYear: false })
    const form = (await agent.get(address).expect(200)).text
    expect([...form.matchAll(/value="([0-9a-f-]{36})" checked/g)].map(([, id]) => id)).toEqual([kept.id, postponed.id])
    expect(await statusesOf([1, 2].map(() => submit(agent, address, { ids: [kept.id, dropped.id] })))).toEqual([303, 303])
    expect(await open(agent, `/clees/${clee.slug}/actions?annee=${year}`)).toMatch(/2 actions reconduites en|étaient déjà reconduites/)
    expect(await copies(kept.id)).toMatchObject([{ schoolYear: year, state: 'proposed', visibility: 'private', startsOn: null, originText: `À refaire, ${clee.name}, ${past}`, schools: [{}], partners: [{ part: 'Accueil' }] }])
    expect(await copies(dropped.id)).toHaveLength(1)
    expect((await eventsOf(clee.id)).filter((event) => event === 'action.copy')).toHaveLength(2)
    expect(await open(agent, address)).toMatch(/Remise.*Déjà reconduites en .*À refaire/)
  })

  it('refuses nothing ticked, what is not of that list, a past year and a closed CLEE', async () => {
    const { clee, agent } = await withClee()
    const address = `/clees/${clee.slug}/actions/reconduction?annee=${year}`
    const source = await makeRich(clee.id, { schoolYear: past })
    const foreign = await makeRich((await makeClee('active')).clee.id, { schoolYear: past })
    expect(readable((await submit(agent, address).expect(422)).text)).toContain('Cochez au moins une action')
    const mixed = await submit(agent, address, { ids: [source.id, foreign.id] }).expect(422)
    expect(readable(mixed.text)).toContain('n’est plus dans la liste')
    expect(mixed.text).toContain(`value="${source.id}" checked`)
    await submit(agent, address, { ids: ['x'] }).expect(422)
    const old = address.replace(year, past)
    await agent.get(old).expect(409)
    await submit(agent, old, { ids: [source.id] }).expect(409)
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    await submit(agent, address, { ids: [source.id] }).expect(409)
    expect(await db.plannedAction.count({ where: { originId: { not: null } } })).toBe(0)
  })

  it('is the CLEE’s people’s, and says when there is nothing to repeat', async () => {
    const { clee, agent } = await withClee()
    const address = `/clees/${clee.slug}/actions/reconduction`
    const source = await makeRich(clee.id, { schoolYear: past })
    for (const outsider of [await makeHead(), (await makeClee('active')).head]) {
      const one = await signedIn(outsider)
      await one.get(address).expect(404)
      await submit(one, address, { ids: [source.id] }).expect(404)
    }
    await submit(visitor(), address, { ids: [source.id] }).expect(302)
    expect(await copies(source.id)).toEqual([])
    expect(await open(agent, `${address}?annee=${next}`)).toContain('Aucune action à reconduire')
  })
})
