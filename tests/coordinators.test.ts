import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { findCurrentUser } from '../src/auth/current-user.ts'
import { db } from '../src/db.ts'
import type { Bassin, User } from '../src/generated/prisma/client.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { makeBassin, makeClee, makeHead, makeMission, makeUser } from './support/factories.ts'
import { follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const year = schoolYearOf()
const [lastYear, comingYear] = [previousSchoolYear(year), nextSchoolYear(year)]
const path = '/coordonnateurs'

let mission: TestAgent
let bassin: Bassin
let person: User

beforeEach(async () => {
  mission = await signedIn(await makeMission())
  bassin = await makeBassin('Pays de Redon')
  person = await makeUser('coordinator', { firstName: 'Youenn', lastName: 'Tanguy', jobTitle: 'Coordonnateur de bassin' })
})

const eventsNamed = (event: string) => db.auditEntry.findMany({ where: { event }, orderBy: { at: 'asc' } })
const place = (user: { id: string }, schoolYear: string, { id: bassinId } = bassin) => db.bassinCoordinator.create({ data: { bassinId, userId: user.id, schoolYear } })
const designation = (change: object = {}) => ({ schoolYear: year, bassinId: bassin.id, userId: person.id, ...change })

describe('the list', () => {
  it('shows every bassin of the year with who coordinates it, and those without anybody', async () => {
    await makeBassin('Brocéliande')
    await place(person, year)
    await place(person, lastYear)
    const page = await open(mission, path)
    expect(page).toContain('1 bassin sur 2 sans coordonnateur')
    expect(page).toMatch(/Brocéliande Sans coordonnateur .* Pays de Redon Youenn Tanguy Coordonnateur de bassin/)
    expect(page).toContain(person.email)
    for (const shown of [lastYear, year, comingYear]) expect(page).toContain(shown)
  })

  it('searches without accents, filters, sorts both ways and pages', async () => {
    const other = await makeBassin('Brocéliande')
    await place(person, year)
    await place(await makeUser('coordinator', { firstName: 'Zoé', lastName: 'Abgrall' }), year, other)
    await db.bassin.createMany({ data: Array.from({ length: 55 }, (_, index) => ({ name: `Zone ${index}.`, searchName: `zone ${index}`, slug: `zone-${index}` })) })
    const lines = async (query: string) => (await open(mission, `${path}?${query}`)).split('Filtrer').at(-1) ?? ''
    expect(await lines('texte=broceliande')).not.toContain('Pays de Redon')
    expect(await lines('texte=tanguy')).toContain('Pays de Redon')
    expect(await lines('texte=%25')).not.toContain('Pays de Redon')
    expect(await lines('etat=avec')).not.toContain('Zone')
    expect(await lines('etat=sans')).not.toContain('Brocéliande')
    expect(await lines('etat=avec&tri=personne')).toMatch(/Abgrall.*Tanguy/)
    expect(await lines('etat=avec&tri=-personne')).toMatch(/Tanguy.*Abgrall/)
    expect(await lines('page=2')).toContain('Zone 54.')
    expect(await lines('')).not.toContain('Zone 54.')
    expect(await lines('texte=introuvable')).toContain('Aucune ligne ne correspond')
  })

  it('offers to renew only when somebody of the year before can be', async () => {
    const offer = `Reconduire ceux de ${lastYear}`
    expect(await open(mission, path)).not.toContain(offer)
    await place(person, lastYear)
    expect(await open(mission, path)).toContain(offer)
    await place(person, year)
    expect(await open(mission, path)).not.toContain(offer)
  })

  it('says so when there is no bassin', async () => {
    await db.bassin.deleteMany()
    expect(await open(mission, path)).toContain('Aucun bassin enregistré')
  })

  it('is a CSV too, with the same filters', async () => {
    await place(person, year)
    await makeBassin('Brocéliande')
    const { text, headers } = await mission.get(`${path}.csv?etat=avec`).expect(200)
    expect(headers['content-disposition']).toContain(`coordonnateurs-${year}.csv`)
    expect(text.split('\r\n')).toEqual(['\uFEFFAnnée scolaire;Bassin;Coordonnateur;Fonction;Adresse électronique;Remarque', `${year};Pays de Redon;Youenn Tanguy;Coordonnateur de bassin;${person.email};`, ''])
  })

  it('is read by coordinators, without a button; by nobody else', async () => {
    await place(person, year)
    const page = (await (await signedIn(person)).get(path).expect(200)).text
    expect(page).toContain('Pays de Redon')
    expect(page).not.toMatch(/coordonnateurs\/designation|\/retrait|reconduction/)
    for (const user of [await makeHead(), await makeUser('company')]) await (await signedIn(user)).get(path).expect(403)
  })

  it('shows a deleted account by its function, and that a disabled one coordinates nothing', async () => {
    await place(person, year)
    await db.user.update({ where: { id: person.id }, data: { firstName: '', lastName: '', passwordHash: null, isActive: false, deletedAt: new Date() } })
    const page = await open(mission, path)
    expect(page).toMatch(/Pays de Redon Compte désactivé Coordonnateur de bassin/)
    expect(page).not.toContain(person.email)
    expect(page).toContain('1 bassin sur 1 sans coordonnateur')
    await place(person, lastYear)
    expect(await open(mission, `${path}?annee=${lastYear}`)).toMatch(/Chaque bassin a son coordonnateur.*Pays de Redon Coordonnateur de bassin/)
  })

  it('answers 404 to a school year that is none, or too far', async () => {
    // A past year that has a line is read.
    await place(person, '2019-2020')
    await mission.get(`${path}?annee=2019-2020`).expect(200)
    for (const annee of ['2026-2028', 'x', nextSchoolYear(comingYear), '1900-1901', lastYear]) await mission.get(`${path}?annee=${annee}`).expect(404)
  })
})

describe('naming a coordinator', () => {
  it.each([year, comingYear])('gives the bassin for %s, is told and written down', async (schoolYear) => {
    const page = await follow(mission, await submit(mission, `${path}/designation`, designation({ schoolYear })))
    expect(page).toContain(`Youenn Tanguy coordonne le bassin de Pays de Redon en ${schoolYear}`)
    expect(await db.bassinCoordinator.findMany()).toMatchObject([{ bassinId: bassin.id, userId: person.id, schoolYear }])
    expect(await eventsNamed('coordinator.designation')).toMatchObject([{ subjectName: `Youenn Tanguy, bassin de Pays de Redon, ${schoolYear}` }])
    expect(await mailsOf('coordinator.designation')).toEqual([person.email])
  })

  it('offers the active accounts of coordinators, and no other', async () => {
    const head = await makeHead()
    const gone = await makeUser('coordinator', { isActive: false })
    const page = await open(mission, `${path}/designation?bassin=${bassin.id}&annee=${comingYear}`)
    expect(page).toContain(person.email)
    for (const other of [head, gone]) expect(page).not.toContain(other.email)
    await db.user.update({ where: { id: person.id }, data: { isActive: false } })
    expect((await mission.get(`${path}/designation`).expect(200)).text).toContain('href="/comptes/invitation"')
  })

  it.each([
    ['no person', { userId: '' }, 'Choisissez une personne'],
    ['no bassin', { bassinId: '' }, 'Choisissez un bassin'],
    ['no year', { schoolYear: '' }, 'Choisissez une année scolaire'],
    ['a year that is none', { schoolYear: '9999-2000' }, 'Choisissez cette année scolaire ou la prochaine'],
    ['<script>', { userId: '<script>' }, 'Choisissez une personne'],
    ['an unknown bassin', { bassinId: '00000000-0000-7000-8000-000000000000' }, 'Ce bassin n’existe plus'],
  ])('refuses %s beside its field, and keeps what was typed', async (_what, change, sentence) => {
    const { text } = await submit(mission, `${path}/designation`, designation(change)).expect(422)
    expect(readable(text)).toContain(sentence)
    if (!('userId' in change)) expect(text).toContain(`<option value="${person.id}" selected>`)
    else expect(text).toContain(`<option value="${bassin.id}" selected>`)
    expect(await db.bassinCoordinator.count()).toBe(0)
  })

  it('refuses somebody of another role, a disabled account, and who is named already', async () => {
    const head = await makeHead()
    const gone = await makeUser('coordinator', { isActive: false })
    for (const { id } of [head, gone]) expect(readable((await submit(mission, `${path}/designation`, designation({ userId: id })).expect(422)).text)).toContain('n’a pas de compte actif de coordination')
    await place(person, year)
    expect(readable((await submit(mission, `${path}/designation`, designation()).expect(422)).text)).toContain('coordonne déjà ce bassin')
    expect(await db.bassinCoordinator.count()).toBe(1)
  })

  it('is refused to the others', async () => {
    for (const user of [person, await makeHead()]) {
      const agent = await signedIn(user)
      await submit(agent, `${path}/designation`, designation()).expect(403)
      await submit(agent, `${path}/reconduction`).expect(403)
    }
    expect(await db.bassinCoordinator.count()).toBe(0)
  })

  it('counts once when clicked twice at once', async () => {
    const statuses = await statusesOf([1, 2].map(() => submit(mission, `${path}/designation`, designation())))
    expect(statuses[0]).toBe(303)
    expect([409, 422]).toContain(statuses[1])
    expect(await mailsOf('coordinator.designation')).toEqual([person.email])
  })

  it('is over for a past year, in words (R9)', async () => {
    const { text } = await submit(mission, `${path}/designation`, designation({ schoolYear: lastYear })).expect(409)
    expect(readable(text)).toContain(`L’année scolaire ${lastYear} est terminée`)
    await mission.get(`${path}/designation?annee=${lastYear}`).expect(409)
    expect(await db.bassinCoordinator.count()).toBe(0)
  })
})

describe('removing a coordinator', () => {
  it('asks first, ends the rights at once, is told and written down', async () => {
    const { clee, bassin: followed } = await makeClee('active')
    const { id } = await place(person, year, followed)
    const agent = await signedIn(person)
    await agent.get(`/clees/${clee.slug}/espace`).expect(200)
    expect(await open(mission, `${path}/${id}/retrait`)).toContain('Retirer Youenn Tanguy ?')
    const page = await follow(mission, await submit(mission, `${path}/${id}/retrait`))
    expect(page).toContain('Youenn Tanguy ne coordonne plus')
    expect(await db.bassinCoordinator.count()).toBe(0)
    expect(await eventsNamed('coordinator.removal')).toHaveLength(1)
    expect(await mailsOf('coordinator.removal')).toEqual([person.email])
    await agent.get(`/clees/${clee.slug}/espace`).expect(404)
  })

  it('counts once, is the mission’s alone, and finds only what exists', async () => {
    const { id } = await place(person, year)
    await submit(await signedIn(person), `${path}/${id}/retrait`).expect(403)
    for (const unknown of ['x', '00000000-0000-7000-8000-000000000000']) await submit(mission, `${path}/${unknown}/retrait`).expect(404)
    expect(await db.bassinCoordinator.count()).toBe(1)
    const statuses = await statusesOf([1, 2].map(() => submit(mission, `${path}/${id}/retrait`)))
    expect(statuses[0]).toBe(303)
    expect([404, 409]).toContain(statuses[1])
    expect(await eventsNamed('coordinator.removal')).toHaveLength(1)
  })

  it('is over for a past year, which is only read (R9)', async () => {
    const { id } = await place(person, lastYear)
    const { text } = await mission.get(`${path}?annee=${lastYear}`).expect(200)
    expect(readable(text)).toContain('est terminée : ses coordonnateurs se lisent')
    expect(text).not.toMatch(/\/retrait|\/designation|\/reconduction/)
    await mission.get(`${path}/${id}/retrait`).expect(409)
    await submit(mission, `${path}/${id}/retrait`).expect(409)
    expect(await db.bassinCoordinator.count()).toBe(1)
  })
})

describe('the year of a mandate', () => {
  afterEach(() => vi.useRealTimers())

  it.each([
    ['2026-08-31T21:59:59Z', '2025-2026'],
    ['2026-08-31T22:00:00Z', '2026-2027'],
    ['2027-08-31T21:59:59Z', '2026-2027'],
    ['2027-08-31T22:00:00Z', '2027-2028'],
  ])('at %s, in Paris, is %s: its rights are those of that year alone', async (instant, current) => {
    const bassins = new Map<string, string>()
    for (const schoolYear of ['2025-2026', '2026-2027', '2027-2028']) {
      const { id } = await makeBassin(`Bassin ${schoolYear}`)
      bassins.set(schoolYear, id)
      await place(person, schoolYear, { ...bassin, id })
    }
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
    expect((await findCurrentUser(person.id))?.bassinIds).toEqual([bassins.get(current)])
    const page = await open(await signedIn(person), '/tableau-de-bord')
    expect(page).toContain(`Vos bassins en ${current} Bassin ${current}`)
  })
})
