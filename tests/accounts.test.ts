import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import type { User } from '../src/generated/prisma/client.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, makeSchool, makeUser, password } from './support/factories.ts'
import { follow, lastLinkPath, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const phrase = 'le port de Saint-Malo au matin'
const nobody = '01900000-0000-7000-8000-000000000000'
let mission: User
let agent: TestAgent

beforeEach(async () => {
  mission = await makeMission()
  agent = await signedIn(mission)
})

const reload = (user: { id: string }) => db.user.findUniqueOrThrow({ where: { id: user.id } })
const eventsOfAccount = async ({ id }: { id: string }) => (await db.auditEntry.findMany({ where: { subjectId: id, event: { startsWith: 'account.' } }, orderBy: { at: 'asc' } })).map(({ event }) => event)

const person = { email: 'maelle@essai.test', firstName: 'Maëlle', lastName: 'Kerjean', jobTitle: 'Principale', role: 'school_head', school: '0350122T', organisationName: '', siret: '' }

describe('inviting somebody', () => {
  beforeEach(async () => {
    await makeSchool({ uai: '0350122T', name: 'Lycée des Rochers' })
  })

  it('opens an account, mails a link of 72 hours, and is written in the journal', async () => {
    const page = await follow(agent, await submit(agent, '/comptes/invitation', person))
    expect(page).toContain('L’invitation à maelle@essai.test est à transmettre')
    const user = await db.user.findUniqueOrThrow({ where: { email: person.email } })
    expect(user).toMatchObject({ role: 'school_head', schoolUai: '0350122T', passwordHash: null, isActive: true })
    expect(await db.auditEntry.findFirst({ where: { event: 'account.opening' } })).toMatchObject({ actorId: mission.id, subjectName: 'Maëlle Kerjean' })
    const path = await lastLinkPath('account.opening', person.email)
    await submit(visitor(), path, { password: phrase, confirmation: phrase }).expect(303)
    await submit(visitor(), '/connexion', { email: person.email, password: phrase }).expect(303)
  })

  it('names a coordinator for this school year, a company’s organisation, somebody of the mission', async () => {
    const bassin = await makeBassin()
    await submit(agent, '/comptes/invitation', { ...person, role: 'coordinator', school: '', bassinIds: bassin.id }).expect(303)
    expect(await db.bassinCoordinator.findFirst({ include: { user: true } })).toMatchObject({ bassinId: bassin.id, schoolYear: schoolYearOf(), user: { email: person.email, role: 'coordinator', schoolUai: null } })
    await submit(agent, '/comptes/invitation', { ...person, email: 'b@essai.test', role: 'company', organisationName: 'Ateliers Rozé' }).expect(303)
    expect(await db.user.findUnique({ where: { email: 'b@essai.test' }, include: { organisation: true } })).toMatchObject({ schoolUai: null, organisation: { name: 'Ateliers Rozé' } })
    await submit(agent, '/comptes/invitation', { ...person, email: 'c@essai.test', role: 'mission' }).expect(303)
    expect(await db.user.findUnique({ where: { email: 'c@essai.test' } })).toMatchObject({ role: 'mission', schoolUai: null })
  })

  it.each([
    ['a name of 300 characters', { lastName: 'é'.repeat(300) }, 'Raccourcissez'],
    ['an emoji', { firstName: '🙂' }, 'Un nom se compose de lettres'],
    ['a tag', { lastName: '<script>' }, 'Un nom se compose de lettres'],
    ['a wrong key', { school: '0350122A' }, 'la lettre attendue est T'],
    ['a head without a school', { school: '' }, 'Choisissez l’établissement'],
    ['a company without a structure', { role: 'company' }, 'Saisissez le nom de sa structure'],
    ['a wrong SIRET', { role: 'company', organisationName: 'Ateliers', siret: '73282932000075' }, 'Ce numéro SIRET est faux'],
    ['a coordinator without a bassin', { role: 'coordinator' }, 'Choisissez au moins un bassin'],
    ['an unknown bassin', { role: 'coordinator', bassinIds: nobody }, 'Choisissez des bassins de la liste'],
    ['no role', { role: '' }, 'Choisissez le rôle'],
  ])('comes back with what was typed: %s', async (_what, typed, sentence) => {
    const response = await submit(agent, '/comptes/invitation', { ...person, ...typed }).expect(422)
    expect(readable(response.text)).toContain(sentence)
    expect(response.text).toContain('value="maelle@essai.test"')
    expect(response.text).toContain('value="Principale"')
    expect(await db.user.count()).toBe(1)
    expect(await db.mail.count()).toBe(0)
  })

  it('refuses an address that has an account, open or disabled, or that is invited to a CLEE', async () => {
    const known = await makeHead()
    const disabled = await makeUser('company', { isActive: false, passwordHash: null })
    const { clee } = await makeClee('declared')
    const invited = (await db.copilot.findFirstOrThrow({ where: { cleeId: clee.id, side: 'economy' } })).email
    for (const [email, sentence] of [[known.email, 'a déjà un compte'], [disabled.email, 'désactivé'], [invited, 'invitée à copiloter']] as const) {
      expect(readable((await submit(agent, '/comptes/invitation', { ...person, email }).expect(422)).text)).toContain(sentence)
    }
  })

  it('twice at once invites once', async () => {
    const statuses = await statusesOf([1, 2].map(() => submit(agent, '/comptes/invitation', person)))
    expect(statuses[0]).toBe(303)
    expect(await db.user.count({ where: { email: person.email } })).toBe(1)
  })

  it('is renewed while nobody has opened it: the earlier link dies', async () => {
    await submit(agent, '/comptes/invitation', person).expect(303)
    const first = await lastLinkPath('account.opening')
    const user = await db.user.findUniqueOrThrow({ where: { email: person.email } })
    expect(await follow(agent, await submit(agent, `/comptes/${user.id}/invitation`))).toContain('Une nouvelle invitation')
    await visitor().get(first).expect(404)
    await submit(visitor(), await lastLinkPath('account.opening'), { password: phrase, confirmation: phrase }).expect(303)
    expect(readable((await submit(agent, `/comptes/${user.id}/invitation`).expect(409)).text)).toContain('déjà ouvert')
  })
})

describe('correcting an account', () => {
  it('changes its name, function and school; running seats follow, the past stays', async () => {
    const { head, clee } = await makeClee('active')
    const past = await makeClee('active')
    await db.copilot.updateMany({ where: { cleeId: past.clee.id, side: 'education' }, data: { userId: head.id, firstName: 'Anne', startsOn: new Date('2020-01-01'), endsOn: new Date('2021-01-01') } })
    const school = await makeSchool()
    const body = { firstName: 'Enora', lastName: 'Le Gall', jobTitle: 'Principale' }
    expect(await follow(agent, await submit(agent, `/comptes/${head.id}/modification`, { ...body, school: school.uai }))).toContain('Le compte est modifié')
    expect(await reload(head)).toMatchObject({ ...body, schoolUai: school.uai, role: 'school_head' })
    expect(await db.copilot.findFirst({ where: { cleeId: clee.id, side: 'education' } })).toMatchObject({ firstName: 'Enora', jobTitle: 'Principale' })
    expect(await db.copilot.findFirst({ where: { cleeId: past.clee.id, side: 'education' } })).toMatchObject({ firstName: 'Anne' })
    expect(await eventsOfAccount(head)).toEqual(['account.change'])
  })

  it('comes back with what was typed', async () => {
    const head = await makeHead()
    const typed = { firstName: 'Enora', lastName: 'Le Gall', jobTitle: 'Principale', school: '0350122T' }
    for (const [wrong, sentence] of [[{ firstName: '' }, 'Saisissez le prénom'], [{ jobTitle: 'é'.repeat(300) }, 'Raccourcissez'], [{ school: '' }, 'Choisissez l’établissement'], [{ school: '0350122A' }, 'la lettre attendue est T']] as const) {
      const response = await submit(agent, `/comptes/${head.id}/modification`, { ...typed, ...wrong }).expect(422)
      expect(readable(response.text)).toContain(sentence)
      expect(response.text).toContain('value="Le Gall"')
    }
    expect(await reload(head)).toMatchObject({ lastName: head.lastName })
  })
})

describe('disabling an account', () => {
  it('ends its sessions at once, kills its links, tells it, and lets it in no more', async () => {
    const head = await makeHead()
    const session = await signedIn(head)
    await submit(visitor(), '/mot-de-passe-oublie', { email: head.email })
    const link = await lastLinkPath('account.password')
    expect(await open(agent, `/comptes/${head.id}/desactivation`)).toContain('Désactiver ce compte')
    expect(await follow(agent, await submit(agent, `/comptes/${head.id}/desactivation`))).toContain('Le compte est désactivé')
    expect(await db.session.count()).toBe(1)
    await session.get('/tableau-de-bord').expect(302)
    await visitor().get(link).expect(404)
    expect(readable((await submit(visitor(), '/connexion', { email: head.email, password }).expect(422)).text)).toContain('Ce compte est désactivé')
    expect(await eventsOfAccount(head)).toEqual(['account.disabling'])
    expect(await mailsOf('account.disabling')).toEqual([head.email])
    expect(readable((await submit(agent, `/comptes/${head.id}/desactivation`).expect(409)).text)).toContain('déjà désactivé')
    expect(await follow(agent, await submit(agent, `/comptes/${head.id}/reactivation`))).toContain('Le compte est réactivé')
    await submit(visitor(), '/connexion', { email: head.email, password }).expect(303)
    await submit(agent, `/comptes/${head.id}/reactivation`).expect(409)
  })

  it('is refused for the last active account of the mission, and so are its demotion and its deletion', async () => {
    await makeUser('mission', { passwordHash: null })
    await makeUser('mission', { isActive: false })
    for (const [last, body] of [['desactivation', { own: 'oui' }], ['suppression', { own: 'oui' }], ['role', { role: 'company', organisationName: 'Ateliers', own: 'oui' }]] as const) {
      expect(readable((await submit(agent, `/comptes/${mission.id}/${last}`, body).expect(409)).text)).toContain('dernier compte actif de la mission')
    }
    expect(await open(agent, '/compte/suppression')).toContain('dernier compte actif de la mission')
    expect(readable((await submit(agent, '/compte/suppression', { currentPassword: password }).expect(409)).text)).toContain('dernier compte actif de la mission')
    expect(await reload(mission)).toMatchObject({ isActive: true, role: 'mission', deletedAt: null })
  })

  it('of two people of the mission who disable each other at once, one stays', async () => {
    const other = await makeMission()
    let otherAgent = await signedIn(other)
    for (let turn = 0; turn < 3; turn += 1) {
      const statuses = await statusesOf([submit(agent, `/comptes/${other.id}/desactivation`), submit(otherAgent, `/comptes/${mission.id}/desactivation`)])
      expect(statuses).toContain(303)
      expect(await db.user.count({ where: { role: 'mission', isActive: true } })).toBe(1)
      await db.user.updateMany({ where: { role: 'mission' }, data: { isActive: true } })
      agent = await signedIn(mission)
      otherAgent = await signedIn(other)
    }
  })

  it('of one’s own account takes a box to tick', async () => {
    await makeMission()
    expect(await open(agent, `/comptes/${mission.id}/desactivation`)).toContain('C’est votre propre compte')
    expect(readable((await submit(agent, `/comptes/${mission.id}/desactivation`).expect(422)).text)).toContain('Cochez cette case')
    expect(await reload(mission)).toMatchObject({ isActive: true })
    await submit(agent, `/comptes/${mission.id}/desactivation`, { own: 'oui' }).expect(303)
    await agent.get('/tableau-de-bord').expect(302)
  })
})

describe('changing a role', () => {
  it('gives the rights and the structure of the new one, tells the person, and is written in the journal', async () => {
    const head = await makeHead()
    const bassin = await makeBassin()
    const page = await follow(agent, await submit(agent, `/comptes/${head.id}/role`, { role: 'coordinator', bassinIds: bassin.id }))
    expect(page).toContain('Le rôle du compte est changé')
    expect(await reload(head)).toMatchObject({ role: 'coordinator', schoolUai: null })
    expect(await db.bassinCoordinator.count({ where: { userId: head.id, schoolYear: schoolYearOf() } })).toBe(1)
    expect(await db.auditEntry.findFirst({ where: { event: 'account.role' } })).toMatchObject({ subjectId: head.id, details: { from: 'school_head', to: 'coordinator' } })
    expect(await mailsOf('account.role')).toEqual([head.email])
  })

  it('is refused to who holds or awaits a seat, coordinates a bassin, or has that role already', async () => {
    const { head, clee } = await makeClee('declared')
    const invited = await db.user.findFirstOrThrow({ where: { role: 'company' } })
    const coordinator = await makeCoordinator((await makeBassin('Redon')).id)
    const cases = [[head, 'mission', `copilote « ${clee.name} »`], [invited, 'mission', 'est invitée à copiloter'], [coordinator, 'mission', 'coordonne le bassin « Redon »'], [await makeHead(), 'school_head', 'déjà le rôle']] as const
    for (const [user, role, sentence] of cases) {
      const response = await submit(agent, `/comptes/${user.id}/role`, { role, school: head.schoolUai }).expect(422)
      expect(readable(response.text)).toContain(sentence)
      expect((await reload(user)).role).toBe(user.role)
    }
  })

  it('comes back when its structure is missing', async () => {
    const head = await makeHead()
    expect(readable((await submit(agent, `/comptes/${head.id}/role`, { role: 'company' }).expect(422)).text)).toContain('Saisissez le nom de sa structure')
    expect((await reload(head)).role).toBe('school_head')
  })

  it('twice at once changes once', async () => {
    const head = await makeHead()
    const statuses = await statusesOf([1, 2].map(() => submit(agent, `/comptes/${head.id}/role`, { role: 'mission' })))
    expect(statuses[0]).toBe(303)
    expect(await db.auditEntry.count({ where: { event: 'account.role' } })).toBe(1)
  })
})

it('nobody but the mission manages accounts, and nothing is written', async () => {
  const { head, company, bassin } = await makeClee('active')
  const before = await db.user.findMany({ orderBy: { id: 'asc' }, omit: { lastLoginAt: true } })
  for (const user of [head, company!, await makeCoordinator(bassin.id)]) {
    const other = await signedIn(user)
    for (const last of ['invitation', 'modification', 'role', 'desactivation', 'reactivation', 'suppression']) await submit(other, `/comptes/${mission.id}/${last}`, { ...person, own: 'oui' }).expect(403)
    await submit(other, '/comptes/invitation', person).expect(403)
  }
  const after = await db.user.findMany({ where: { id: { in: before.map(({ id }) => id) } }, orderBy: { id: 'asc' }, omit: { lastLoginAt: true } })
  expect(after).toEqual(before)
  for (const last of ['invitation', 'modification', 'role', 'desactivation', 'reactivation', 'suppression']) await submit(agent, `/comptes/${nobody}/${last}`, { ...person, own: 'oui' }).expect(404)
})
