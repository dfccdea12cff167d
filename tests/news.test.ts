import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { visitor, signedIn } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, makeUser, password } from './support/factories.ts'
import { makeAction, open, submit } from './support/features.ts'

const dashboard = '/tableau-de-bord'
const begin = new Date('2026-11-23T08:00:00+01:00')
let minutes = 0
/** Time passes. */
const wait = (more = 1) => vi.setSystemTime(new Date(begin.getTime() + (minutes += more) * 60_000))

beforeEach(() => {
  minutes = 0
  vi.useFakeTimers({ toFake: ['Date'], now: begin })
})
afterEach(() => {
  vi.useRealTimers()
})

type Entry = { cleeId: string | null; event: string; at?: Date; actorId?: string | null; actorRole?: null; actorName?: string; subjectId?: string; subjectName?: string }
const write = ({ cleeId, ...entry }: Entry) =>
  db.auditEntry.create({ data: { cleeId, actorName: 'Zoé Kervella', actorRole: 'company', subjectId: cleeId ?? '', subjectName: 'Objet', at: new Date(), ...entry } satisfies Prisma.AuditEntryUncheckedCreateInput })

/** A visit some minutes after the last. */
async function visit(user: { email: string }) {
  wait()
  const agent = await signedIn(user)
  wait()
  return agent
}

describe('a visit', () => {
  it('remembers when the one before began; reading pages changes nothing', async () => {
    const head = await makeHead()
    const agent = await visit(head)
    const [first] = await db.user.findMany({ where: { id: head.id } })
    expect(first).toMatchObject({ previousLoginAt: null, lastLoginAt: new Date(begin.getTime() + 60_000) })
    await open(agent, dashboard)
    await open(agent, `${dashboard}/nouveautes`)
    expect(await db.user.findUnique({ where: { id: head.id } })).toEqual(first)
    await visit(head)
    expect(await db.user.findUnique({ where: { id: head.id } })).toMatchObject({ previousLoginAt: first?.lastLoginAt })
  })

  it('that is refused is none', async () => {
    const head = await makeHead()
    await submit(visitor(), '/connexion', { email: head.email, password: `${password} ` }).expect(422)
    expect(await db.user.findUnique({ where: { id: head.id } })).toMatchObject({ lastLoginAt: null })
  })
})

describe('what changed since the last visit of a co-pilot', () => {
  it('is nothing on a first visit, then says that there is nothing', async () => {
    const { head } = await makeClee('active')
    expect(await open(await visit(head), dashboard)).not.toContain('Depuis votre dernière visite')
    expect(await open(await visit(head), dashboard)).toMatch(/Depuis votre dernière visite Rien de nouveau depuis le 23 novembre 2026\./)
  })

  it('comes before what awaits: what others did in my CLEE, by whom, with the way there; neither mine, nor elsewhere, nor before', async () => {
    const { clee, head, company } = await makeClee('active')
    wait()
    const other = await makeClee('active', 'CLEE d’ailleurs')
    await write({ cleeId: clee.id, event: 'clee.identity' })
    await visit(head)
    const action = await makeAction(clee.id, company!, { title: 'Forum de l’industrie' })
    wait()
    await write({ cleeId: clee.id, event: 'member.addition', actorId: head.id, actorName: 'Moi' })
    await write({ cleeId: other.clee.id, event: 'clee.address' })
    await write({ cleeId: clee.id, event: 'clee.vacancy', actorId: null, actorRole: null, actorName: 'Administration technique' })
    const agent = await visit(head)
    const page = await open(agent, dashboard)
    const [news = '', tasks = ''] = page.split('Ce qui m’attend')
    expect(news).toMatch(/Copilotage vacant .* Administration technique, .*Action ajoutée .*Forum de l’industrie/)
    expect(tasks).toContain('Commencer la charte')
    expect(news).not.toMatch(/Membre ajouté|Adresse de la page|Identité modifiée/)
    expect((await agent.get(dashboard)).text).toContain(`href="/clees/${clee.slug}/actions/${action.id}"`)
    await db.plannedAction.deleteMany()
    expect((await agent.get(dashboard)).text).not.toContain(action.id)
  })

  it('is a line for each CLEE and kind, whoever did it: eight, CLEE by CLEE, and all of them on a page', async () => {
    const { clee, bassin } = await makeClee('active')
    wait()
    const other = await makeClee('active', 'CLEE d’à côté')
    await db.cleeBassin.create({ data: { cleeId: other.clee.id, bassinId: bassin.id } })
    const head = await makeCoordinator(bassin.id)
    await visit(head)
    const kinds = ['member.change', 'member.departure', 'copilot.designation', 'copilot.change', 'clee.identity', 'clee.territory', 'clee.address']
    for (const [index, event] of kinds.entries()) await write({ cleeId: clee.id, event, at: new Date(begin.getTime() + (minutes + 2) * 60_000 + index * 1000) })
    wait(3)
    for (let index = 0; index < 5; index += 1) await write({ cleeId: other.clee.id, event: 'member.addition', actorName: `Personne ${index}` })
    await write({ cleeId: clee.id, event: 'charter.article' })
    const agent = await visit(head)
    const page = await open(agent, dashboard)
    const [news = ''] = page.split('Tout voir depuis')
    expect(page).toContain('Tout voir depuis le 23 novembre 2026')
    expect(news).not.toContain('Membre modifié')
    const all = await open(agent, `${dashboard}/nouveautes`)
    expect(all).toMatch(/Membre ajouté \(5 fois\) CLEE d’à côté Personne \d .*, Personne \d .*, Personne \d .* et 2 autres personnes/)
    expect(all.match(/Membre ajouté/g)).toHaveLength(1)
  })
})

describe('the same thing done to several', () => {
  it('names them, three then how many others, each leading to its page; all of them on the page of the news', async () => {
    const { clee, head } = await makeClee('active')
    await visit(head)
    const titles = ['Forum', 'Visite', 'Stage', 'Rallye', 'Atelier']
    const actions = []
    for (const title of titles) actions.push(await makeAction(clee.id, head, { title }))
    for (const { id, title } of [...actions, actions[0]!]) await write({ cleeId: clee.id, event: 'action.change', subjectId: id, subjectName: title })
    const agent = await visit(head)
    const { text } = await agent.get(dashboard)
    expect(text.match(/Action modifiée \(6.fois\)/g)?.length).toBe(1)
    expect(titles.filter((title) => text.includes(`>${title}</a>`))).toHaveLength(3)
    expect(text).toMatch(/et 2.autres/)
    const all = (await agent.get(`${dashboard}/nouveautes`)).text
    for (const { id, title } of actions) expect(all).toContain(`<a href="/clees/${clee.slug}/actions/${id}">${title}</a>`)
    expect(all).not.toContain('autres</li>')
  })
})

describe('what changed since the last visit', () => {
  it('of a coordinator is what was done in their bassins of this year, and who is late there', async () => {
    const { clee, bassin } = await makeClee('active')
    wait()
    const other = await makeClee('active', 'CLEE d’ailleurs')
    const coordinator = await makeCoordinator(bassin.id)
    await visit(coordinator)
    await write({ cleeId: clee.id, event: 'committee.composition' })
    await write({ cleeId: other.clee.id, event: 'clee.address' })
    await db.schoolYear.create({ data: { schoolYear: '2026-2027', openedByName: 'Mission', planDueOn: new Date('2026-11-01') } })
    const page = await open(await visit(coordinator), dashboard)
    expect(page).toMatch(/Composition du comité de pilotage modifiée .* Zoé Kervella \(monde économique\), le 23 novembre 2026/)
    expect(page).not.toContain('Adresse de la page changée')
    expect(page).toMatch(/CLEE en retard dans vos bassins \(1\) .*Liste des actions non transmise/)
    expect(page).not.toContain(other.clee.name)
  })

  it('of the mission is counted, each count leading to its lines of the journal; so are the CLEEs that are late', async () => {
    const { clee, head } = await makeClee('active')
    const mission = await makeMission()
    expect(await open(await visit(mission), dashboard)).not.toContain('Depuis votre dernière visite')
    await write({ cleeId: clee.id, event: 'plan.submission', actorId: head.id })
    await write({ cleeId: clee.id, event: 'plan.submission', actorId: head.id })
    await write({ cleeId: clee.id, event: 'charter.validation', actorId: mission.id })
    await db.schoolYear.create({ data: { schoolYear: '2026-2027', openedByName: 'Mission', charterDueOn: new Date('2026-11-01') } })
    const agent = await visit(mission)
    const page = await open(agent, dashboard)
    expect(page).toContain('2 listes des actions transmises')
    expect(page).not.toContain('Charte validée')
    expect(page).toContain('En retard dans le réseau Charte non transmise : 1 CLEE')
    const { text } = await agent.get(dashboard)
    for (const href of ['/journal?evenement=plan.submission&amp;du=2026-11-23', '/annees-scolaires/2026-2027?manque=retard-charte']) expect(text).toContain(`href="${href}"`)
    expect(await open(await visit(mission), dashboard)).toContain('Rien de nouveau depuis le 23 novembre 2026')
  })

  it('is empty for who has no CLEE', async () => {
    const company = await makeUser('company')
    await makeBassin()
    await visit(company)
    const agent = await visit(company)
    expect(await open(agent, dashboard)).toContain('Rien de nouveau depuis')
    expect(await open(agent, `${dashboard}/nouveautes`)).toContain('Rien de nouveau depuis le 23 novembre 2026')
  })
})
