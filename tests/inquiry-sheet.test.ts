import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { searchKey } from '../src/text.ts'
import { signedIn } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { follow, open, readable, statusesOf, submit } from './support/features.ts'
import { ask, makeInquiry, proposal, reload, typed } from './support/inquiries.ts'

let world: Awaited<ReturnType<typeof makeClee>>

beforeEach(async () => {
  world = await makeClee('active', 'CLEE du Coglais')
})
afterEach(() => vi.useRealTimers())

const path = ({ id }: { id: string }, noun = '') => `/demandes/${id}${noun && `/${noun}`}`
const atClee = () => ({ cleeId: world.clee.id })

describe('a proposal', () => {
  it('becomes a sheet of the list of this year in one click, once, linked both ways', async () => {
    const { inquiry } = await ask(`/participer/proposition?clee=${world.clee.slug}`, { ...proposal, message: 'Écrivez à moi@atelier.fr pour la date.' })
    const agent = await signedIn(world.head)
    const statuses = await statusesOf([1, 2].map(() => submit(agent, path(inquiry, 'fiche-action'))))
    expect(statuses).toEqual([303, 409])
    const action = await db.plannedAction.findFirstOrThrow()
    expect(action).toMatchObject({ cleeId: world.clee.id, schoolYear: schoolYearOf(), state: 'proposed', title: proposal.subject, type: 'company_visit_pupils', visibility: 'private', objective: expect.stringContaining('[adresse retirée] pour la date.') })
    expect(await db.plannedAction.count()).toBe(1)
    expect(await reload(inquiry.id)).toMatchObject({ actionId: action.id })
    expect((await agent.get(path(inquiry))).text).toContain(`/clees/${world.clee.slug}/actions/${action.id}`)
    expect((await agent.get(`/clees/${world.clee.slug}/actions/${action.id}`)).text).toContain(path(inquiry))
    expect((await db.auditEntry.findMany({ where: { event: { in: ['inquiry.action', 'action.addition'] } } })).length).toBe(2)
    expect(readable((await submit(agent, path(inquiry, 'fiche-action')).expect(409)).text)).toContain('déjà une fiche-action')
  })

  it('does not when it is a question, when no CLEE has it, or when its CLEE is closed', async () => {
    const question = await makeInquiry(atClee())
    const lost = await makeInquiry({ kind: 'proposal', actionType: 'project' })
    const late = await makeInquiry({ ...atClee(), kind: 'proposal', actionType: 'project' })
    const agent = await signedIn(world.mission)
    await submit(agent, path(question, 'fiche-action')).expect(409)
    expect(readable((await submit(agent, path(lost, 'fiche-action')).expect(409)).text)).toContain('Transmettez d’abord')
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed' } })
    await submit(agent, path(late, 'fiche-action')).expect(403)
    expect(await open(agent, path(late))).not.toContain('En faire une fiche-action')
    expect(await db.plannedAction.count()).toBe(0)
  })

  it('is in charge of who made it a sheet, and leads to the reply, ready to send', async () => {
    const inquiry = await makeInquiry({ ...atClee(), kind: 'proposal', actionType: 'project' })
    const agent = await signedIn(world.head)
    const page = await follow(agent, await submit(agent, path(inquiry, 'fiche-action')))
    for (const sentence of ['Répondez maintenant à la personne', 'Votre proposition est devenue une fiche-action du CLEE du Coglais']) expect(page).toContain(sentence)
    expect(await reload(inquiry.id)).toMatchObject({ status: 'open', ownerId: world.head.id })
    const sheet = `/clees/${world.clee.slug}/actions/${inquiry.id}`
    expect(await open(agent, sheet)).toContain('Répondre à la personne')
    await submit(agent, path(inquiry, 'reponse'), { body: 'Bonjour', revision: 1 }).expect(303)
    expect(await open(agent, path(inquiry))).not.toContain('Votre proposition est devenue')
    expect(await open(agent, sheet)).not.toContain('Répondre à la personne')
  })

  it('carries its period, and its structure: a partner when one organisation bears its name, words otherwise, never a person', async () => {
    const asked = { ...atClee(), kind: 'proposal' as const, actionType: 'project', period: 'au printemps' }
    const agent = await signedIn(world.head)
    const sheetOf = async (columns: Parameters<typeof makeInquiry>[0]) => {
      const inquiry = await makeInquiry({ ...asked, ...columns })
      await submit(agent, path(inquiry, 'fiche-action')).expect(303)
      return db.plannedAction.findUniqueOrThrow({ where: { id: inquiry.id }, include: { partners: true } })
    }
    const unknown = await sheetOf({ messages: { create: { authorName: 'R', body: 'x'.repeat(4_000) } } })
    expect(unknown.objective.endsWith(`\n\nProposée par ${typed.structureName}.\n\nPériode proposée : au printemps.`)).toBe(true)
    expect([unknown.objective.length, unknown.partners]).toEqual([3_000, []])
    const person = await sheetOf({ structureName: 'Rozenn TESSIER' })
    const alone = await sheetOf({ inquirerKind: 'self_employed', structureName: 'Tessier conseil' })
    for (const { objective } of [person, alone]) expect(objective).not.toMatch(/Proposée par|Tessier/i)
    const organisation = await db.organisation.create({ data: { name: 'Maroquinerie du Nançon', searchName: searchKey(typed.structureName), world: 'economy', kind: 'company' } })
    const known = await sheetOf({ structureName: 'MAROQUINERIE du Nançon' })
    expect(known.partners).toMatchObject([{ organisationId: organisation.id }])
    expect(known.objective).not.toContain('Proposée par')
  })
})
