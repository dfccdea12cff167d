import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import type { AccountRequest, Prisma, User } from '../src/generated/prisma/client.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeHead, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const nobody = '01900000-0000-7000-8000-000000000000'
let mission: User
let agent: TestAgent
let count = 0

const makeRequest = (data: Partial<Prisma.AccountRequestUncheckedCreateInput> = {}): Promise<AccountRequest> => {
  const number = (count += 1)
  const person = { email: `demande${number}@essai.test`, firstName: 'Malo', lastName: `Rozé ${number}`, jobTitle: 'Gérant', role: 'company' as const, organisationName: 'Ateliers Rozé' }
  return db.accountRequest.create({ data: { ...person, status: 'waiting', confirmedAt: new Date(), expiresAt: new Date(), tokenHash: `hash ${number}`, ...data } })
}
const reload = ({ id }: AccountRequest) => db.accountRequest.findUniqueOrThrow({ where: { id } })
const accepted = { firstName: 'Malo', lastName: 'Rozé', jobTitle: 'Directeur', role: 'company', organisationName: 'Ateliers Rozé', siret: '', school: '' }
const answer = (by: TestAgent, request: { id: string }, last: string, body: object = {}) => submit(by, `/comptes/demandes/${request.id}/${last}`, body)

beforeEach(async () => {
  mission = await makeMission()
  agent = await signedIn(mission)
})

describe('accepting a request', () => {
  it('opens the account as the mission corrects it, and mails its link', async () => {
    const request = await makeRequest({ role: 'coordinator', organisationName: '' })
    const bassin = await makeBassin()
    const page = await follow(agent, await answer(agent, request, 'acceptation', { ...accepted, role: 'coordinator', bassinIds: bassin.id }))
    expect(page).toContain('Le compte de Malo Rozé est ouvert')
    expect(await reload(request)).toMatchObject({ status: 'accepted', decidedByName: `${mission.firstName} ${mission.lastName}` })
    expect(await db.user.findUnique({ where: { email: request.email }, include: { coordinations: true } })).toMatchObject({ role: 'coordinator', jobTitle: 'Directeur', passwordHash: null, coordinations: [{ bassinId: bassin.id }] })
    expect(await db.auditEntry.findFirst({ where: { event: 'account.opening' } })).toMatchObject({ actorId: mission.id })
    const phrase = 'le port de Saint-Malo au matin'
    await submit(visitor(), await lastLinkPath('account.opening', request.email), { password: phrase, confirmation: phrase }).expect(303)
  })

  it('keeps the address of the request, whatever is sent', async () => {
    const request = await makeRequest()
    await answer(agent, request, 'acceptation', { ...accepted, email: 'autre@essai.test' }).expect(303)
    expect(await db.user.count({ where: { email: request.email } })).toBe(1)
  })

  it('comes back with what was typed', async () => {
    const request = await makeRequest()
    const response = await answer(agent, request, 'acceptation', { ...accepted, role: 'school_head', school: '0350122A', jobTitle: 'Proviseur adjoint' }).expect(422)
    expect(readable(response.text)).toContain('la lettre attendue est T')
    expect(response.text).toContain('value="Proviseur adjoint"')
    expect(await reload(request)).toMatchObject({ status: 'waiting' })
  })

  it('says when the address has got an account meanwhile, and leaves the request', async () => {
    const request = await makeRequest()
    await makeUser('company', { email: request.email })
    expect(readable((await answer(agent, request, 'acceptation', accepted).expect(422)).text)).toContain('a déjà un compte')
    expect(await reload(request)).toMatchObject({ status: 'waiting' })
  })

  it('twice at once, or while somebody refuses it, is decided once', async () => {
    const request = await makeRequest()
    const colleague = await signedIn(await makeMission())
    const statuses = await statusesOf([answer(agent, request, 'acceptation', accepted), answer(colleague, request, 'acceptation', accepted), answer(agent, request, 'refus', { reason: 'Inconnu.' })])
    expect(statuses).toEqual([303, 409, 409])
    expect(await db.mail.count()).toBe(1)
  })
})

describe('refusing a request', () => {
  it('mails the reason, and is written in the journal without the name', async () => {
    const request = await makeRequest()
    expect(await follow(agent, await answer(agent, request, 'refus', { reason: 'Vous ne copilotez aucun CLEE.' }))).toContain('La demande est refusée')
    expect(await reload(request)).toMatchObject({ status: 'refused', reason: 'Vous ne copilotez aucun CLEE.' })
    expect(await mailsOf('account.refusal')).toEqual([request.email])
    expect((await db.mail.findFirstOrThrow()).text).toContain('Vous ne copilotez aucun CLEE.')
    expect(await db.auditEntry.findFirst({ where: { event: 'account.refusal' } })).toMatchObject({ actorId: mission.id, subjectName: 'Gérant, Ateliers Rozé' })
    await answer(agent, request, 'refus', { reason: 'Encore.' }).expect(409)
  })

  it('asks for a reason', async () => {
    const request = await makeRequest()
    expect(readable((await answer(agent, request, 'refus', { reason: ' ' }).expect(422)).text)).toContain('Dites pourquoi')
    expect(await reload(request)).toMatchObject({ status: 'waiting' })
    expect(await db.mail.count()).toBe(0)
  })
})

describe('the list of requests', () => {
  it('shows those that wait first, is searched, filtered, sorted, cut in pages and exported', async () => {
    expect(await open(agent, '/comptes/demandes')).toContain('Aucune demande de compte')
    const school = await makeSchool({ name: 'Collège Anne de Bretagne' })
    await makeRequest({ lastName: 'Zaccepte', status: 'accepted', decidedAt: new Date() })
    await makeRequest({ lastName: 'Zattend', role: 'school_head', schoolUai: school.uai, createdAt: new Date('2020-01-01') })
    await makeRequest({ lastName: 'Jamais', status: 'unconfirmed', confirmedAt: null })
    const page = await open(agent, '/comptes/demandes')
    expect(page.indexOf('Zattend')).toBeLessThan(page.indexOf('Zaccepte'))
    expect(page).not.toContain('Jamais')
    expect(await open(agent, '/comptes/demandes?etat=unconfirmed')).toContain('Jamais')
    const found = await open(agent, '/comptes/demandes?texte=ANNE+bretagne')
    expect([found.includes('Zattend'), found.includes('Zaccepte')]).toEqual([true, false])
    expect(await open(agent, '/comptes/demandes?texte=zzz')).toContain('ne correspond à ces filtres')
    for (let number = 0; number < 50; number += 1) await makeRequest()
    expect(await open(agent, '/comptes/demandes?tri=nom&page=2')).toContain('52 demandes')
    const csv = (await agent.get('/comptes/demandes.csv').expect(200)).text
    expect(csv.split('\r\n')).toHaveLength(54)
    expect(csv).toMatch(/\r\n\d{4}-\d\d-\d\d \d\d:\d\d;/)
  })

  it('one that nobody has confirmed, or that does not exist, is not found', async () => {
    const hidden = await makeRequest({ status: 'unconfirmed', confirmedAt: null })
    for (const id of [hidden.id, nobody, 'x']) {
      await agent.get(`/comptes/demandes/${id}`).expect(404)
      await answer(agent, { id }, 'acceptation', accepted).expect(404)
      await answer(agent, { id }, 'refus', { reason: 'Non.' }).expect(404)
    }
  })
})

it('nobody but the mission answers', async () => {
  const request = await makeRequest()
  const other = await signedIn(await makeHead())
  await answer(other, request, 'acceptation', accepted).expect(403)
  await answer(other, request, 'refus', { reason: 'Non.' }).expect(403)
  expect(await reload(request)).toMatchObject({ status: 'waiting' })
})
