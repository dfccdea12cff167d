import { beforeEach, describe, expect, it, vi } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { createCharter } from '../src/charters/commands.ts'
import { db, pool } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeCoordinator, makeHead, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { bringCharter, makeAction, open } from './support/features.ts'
import { makeDraft, publish } from './support/templates.ts'
import { makeManyClees } from './support/many.ts'

const path = '/liste-des-clees'
const year = schoolYearOf()

let mission: TestAgent

beforeEach(async () => {
  mission = await signedIn(await makeMission())
})

/** What the page says below its filters. */
const lines = async (query = '', agent = mission) => (await open(agent, `${path}?${query}`)).split('Filtrer').at(-1) ?? ''
const shown = (text: string, ...names: string[]) => names.filter((name) => text.includes(name))
const rowsOf = async (query = '') => (await mission.get(`${path}.csv?${query}`).expect(200)).text.trim().split('\r\n').map((row) => row.replace('\uFEFF', '').split(';'))

describe('the list of CLEEs', () => {
  it('shows the mission every CLEE but drafts, with who co-pilots it today, its charter and its actions', async () => {
    const { clee, head, company, bassin, mission: official } = await makeClee('active', 'CLEE de Fougères')
    await makeClee('draft', 'CLEE en brouillon')
    await makeClee('declared', 'CLEE tout neuf')
    await bringCharter(clee.id, head, official, 'submitted')
    await makeAction(clee.id, head)
    await makeAction(clee.id, head, { title: 'Une visite' })
    const text = await lines('texte=fougeres')
    const school = await db.school.findUniqueOrThrow({ where: { uai: head.schoolUai ?? '' } })
    for (const sentence of ['CLEE de Fougères', bassin.name, 'Actif', head.jobTitle, school.name, company!.jobTitle, 'Transmise']) expect(text).toContain(sentence)
    expect(text).toMatch(/ 2 En préparation /)
    expect(text).toContain(`${head.firstName} ${head.lastName} ${head.jobTitle}, ${school.name}`)
    expect(shown(await lines(), 'CLEE en brouillon', 'CLEE tout neuf')).toEqual(['CLEE tout neuf'])
  })

  it('names no co-pilot who has not accepted, has not begun or has left', async () => {
    const { clee, head } = await makeClee('active', 'CLEE de Fougères')
    const school = await makeSchool({ name: 'Lycée d’avant' })
    const seat = { cleeId: clee.id, side: 'education' as const, firstName: 'A', lastName: 'B', email: 'a@essai.test', schoolUai: school.uai }
    const [coming, leaving] = [await makeHead(), await makeHead()]
    const day = (days: number) => new Date(new Date().setUTCHours(0, 0, 0, 0) + days * 86_400_000)
    await db.copilot.createMany({
      data: [
        { ...seat, jobTitle: 'Parti', startsOn: day(-90), endsOn: day(-2), acceptedAt: day(-90), userId: head.id },
        { ...seat, jobTitle: 'À venir', startsOn: day(30), acceptedAt: day(-1), userId: coming.id },
        { ...seat, jobTitle: 'Invité', startsOn: day(-1) },
        { ...seat, jobTitle: 'Sur le départ', startsOn: day(-90), endsOn: day(10), acceptedAt: day(-90), userId: leaving.id },
      ],
    })
    expect(shown(await lines(), 'Parti', 'À venir', 'Invité', 'Sur le départ', head.jobTitle)).toEqual(['Sur le départ', head.jobTitle])
  })

  it('shows a coordinator the CLEEs of their bassins of the year, and is not for the others', async () => {
    const { clee, bassin, head, company } = await makeClee('active', 'CLEE de Fougères')
    await makeClee('active', 'CLEE de Redon')
    const agent = await signedIn(await makeCoordinator(bassin.id))
    expect(shown(await lines('', agent), clee.name, 'CLEE de Redon')).toEqual([clee.name])
    expect((await agent.get(`${path}.csv`).expect(200)).text).not.toContain('CLEE de Redon')
    for (const user of [await makeCoordinator(bassin.id, '2020-2021'), await makeCoordinator((await makeBassin()).id)]) expect(await lines('', await signedIn(user))).toContain('Aucun CLEE')
    for (const user of [head, company!, await makeUser('company')]) await (await signedIn(user)).get(path).expect(403)
  })

  it('filters by words, bassin, state and charter, with a count by state', async () => {
    const { clee, bassin, head, mission: official } = await makeClee('active', 'CLEE de Fougères')
    const other = await makeClee('active', 'CLEE de Redon')
    await db.clee.update({ where: { id: other.clee.id }, data: { status: 'vacant' } })
    await bringCharter(clee.id, head, official, 'validated')
    const names = [clee.name, other.clee.name]
    expect(await open(mission, path)).toMatch(/Actif \(1\).*Copilotage vacant \(1\)/)
    expect(shown(await lines('etat=vacant'), ...names)).toEqual([other.clee.name])
    expect(shown(await lines(`bassin=${bassin.slug}`), ...names)).toEqual([clee.name])
    expect(shown(await lines('charte=validated'), ...names)).toEqual([clee.name])
    expect(shown(await lines('charte=none'), ...names)).toEqual([other.clee.name])
    expect(shown(await lines('texte=REDON'), ...names)).toEqual([other.clee.name])
    expect(shown(await lines(`texte=${encodeURIComponent(bassin.name)}`), ...names)).toEqual([clee.name])
    await db.copilot.updateMany({ where: { cleeId: clee.id, side: 'economy' }, data: { lastName: 'Guégan' } })
    expect(shown(await lines('texte=zoe+guegan'), ...names)).toEqual([clee.name])
    expect(await lines('texte=%25')).toContain('Aucun CLEE ne correspond à ces filtres')
    expect(shown(await lines('etat=ferm%C3%A9&charte=x&tri=x'), ...names)).toEqual(names)
  })

  it('a charter in force stays « validée » while its next version is written', async () => {
    const { clee, head, mission: official } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'validated')
    await db.charter.create({ data: { cleeId: clee.id, version: 2, templateVersion: 1, verificationCode: 'ABCDEFGH' } })
    expect(await lines('charte=validated')).toMatch(/Validée le \d\d\/\d\d\/\d{4} – Nouvelle version : projet/)
    expect(await lines('charte=draft')).toContain('Nouvelle version : projet')
    await db.charter.updateMany({ where: { version: 2 }, data: { status: 'submitted', submittedAt: new Date(), receipt: 'CHA-ESSAI' } })
    for (const charte of ['validated', 'submitted']) expect(await lines(`charte=${charte}`)).toContain('Nouvelle version : transmise')
    expect(await lines('charte=draft')).toContain('Aucun CLEE ne correspond')
  })

  it('a returned charter reads « à corriger » until it is sent again, here and on the dashboard; an agreement that is awaited is a choice', async () => {
    const { clee, head, mission: official } = await makeClee('active')
    await bringCharter(clee.id, head, official, 'returned')
    for (const page of [await lines('charte=returned'), await open(mission, '/tableau-de-bord')]) expect(page).toContain('Renvoyée, à corriger')
    expect(await lines('charte=draft')).toContain('Aucun CLEE ne correspond')
    expect((await rowsOf('charte=returned'))[1]?.[12]).toBe('Renvoyée, à corriger')
    await bringCharter(clee.id, head, official, 'proposed')
    expect(await lines('charte=returned')).toContain('Aucun CLEE ne correspond')
    expect(await lines('charte=proposed')).toContain('Accord attendu')
  })

  it('keeps the CLEEs whose newest charter is older than the template in force, or than the one to come', async () => {
    const [old, recent] = [await makeClee('active', 'CLEE de Fougères'), await makeClee('active', 'CLEE de Redon')]
    await makeClee('active', 'CLEE sans charte')
    await bringCharter(old.clee.id, old.head, old.mission, 'draft')
    await makeDraft(old.mission, { review: { title: 'Bilan annuel' } })
    const names = [old.clee.name, recent.clee.name, 'CLEE sans charte']
    expect([await lines('modele=ancien'), await lines('modele=avant-3')].map((text) => shown(text, ...names))).toEqual([[], [old.clee.name]])
    await publish(old.mission)
    await createCharter(await asActor(recent.head), recent.clee)
    expect([await lines('modele=ancien'), await lines('modele=avant-x')].map((text) => shown(text, ...names))).toEqual([[old.clee.name], names])
    expect((await rowsOf()).slice(1).map((row) => row[16])).toEqual(['2', '3', ''])
  })

  it('sorts on each column, both ways', async () => {
    const a = await makeClee('active', 'Aven')
    const b = await makeClee('declared', 'Blavet')
    await db.bassin.update({ where: { id: a.bassin.id }, data: { name: 'Zone neuve' } })
    await db.bassin.update({ where: { id: b.bassin.id }, data: { name: 'Argoat' } })
    await db.$executeRaw`UPDATE clees SET updated_at = '2020-01-01' WHERE name = 'Blavet'`
    await db.copilot.updateMany({ where: { cleeId: b.clee.id, side: 'education' }, data: { lastName: 'Abgrall' } })
    await makeAction(a.clee.id, a.head)
    await bringCharter(a.clee.id, a.head, a.mission, 'draft')
    const upwards = { bassin: 'BA', nom: 'AB', etat: 'BA', education: 'BA', charte: 'BA', actions: 'BA', date: 'BA' }
    for (const [key, expected] of Object.entries(upwards)) {
      const names = (await rowsOf(`tri=${key}`)).slice(1).map((row) => row[1]?.[0])
      expect([key, names.join('')]).toEqual([key, expected])
      expect([key, (await rowsOf(`tri=-${key}`)).slice(1).map((row) => row[1]?.[0]).join('')]).toEqual([key, expected === 'AB' ? 'BA' : 'AB'])
    }
    // Who has no co-pilot comes last, both ways.
    for (const tri of ['economie', '-economie']) expect((await rowsOf(`tri=${tri}`)).slice(1).map((row) => row[1])).toEqual(['Aven', 'Blavet'])
  })

  it('comes in pages of 50, whose links keep filters and order', async () => {
    const bassin = await makeBassin('Rennes')
    await makeManyClees(60, bassin.id)
    const { text } = await mission.get(`${path}?bassin=rennes&tri=-nom`).expect(200)
    expect(shown(text, 'Comité 59.', 'Comité 10.', 'Comité 9.')).toEqual(['Comité 59.', 'Comité 10.'])
    expect(text).toContain('href="/liste-des-clees?bassin=rennes&amp;tri=-nom&amp;page=2"')
    // Filtering again keeps the order.
    expect(text).toContain('<input type="hidden" name="tri" value="-nom">')
    expect(shown(await lines('bassin=rennes&tri=-nom&page=2'), 'Comité 59.', 'Comité 9.', 'Comité 0.')).toEqual(['Comité 9.', 'Comité 0.'])
    expect(shown(await lines('bassin=rennes&tri=-nom&page=99'), 'Comité 0.')).toEqual(['Comité 0.'])
  })

  it('makes as many queries for 48 CLEEs as for 3', async () => {
    const first = await makeClee('active')
    const second = await makeClee('active')
    await makeClee('declared')
    const spy = vi.spyOn(pool, 'query')
    const countQueries = async (address: string) => {
      spy.mockClear()
      await mission.get(address).expect(200)
      return spy.mock.calls.length
    }
    const dashboard = '/tableau-de-bord'
    const dashboardOfFew = await countQueries(dashboard)
    await makeManyClees(45, first.bassin.id)
    for (const address of [path, `${path}.csv`]) {
      const [few, all] = [await countQueries(`${address}?bassin=${second.bassin.slug}`), await countQueries(address)]
      expect(few).toBeGreaterThan(5)
      expect([address, all]).toEqual([address, few])
      expect(all).toBeLessThan(25)
    }
    expect(await countQueries(dashboard)).toBe(dashboardOfFew)
    expect(dashboardOfFew).toBeLessThan(60)
    spy.mockRestore()
  })

  it('says so when there is none', async () => {
    expect(await lines()).toContain('Les CLEE apparaissent ici dès que leur mise en place est déclarée')
  })
})

describe('the « liste CLEE » as a file', () => {
  it('has all its columns, and no formula', async () => {
    const { clee, head, company, bassin, commune } = await makeClee('active', '=CLEE de Fougères')
    const support = await makeSchool({ name: 'Lycée support', city: 'Vitré' })
    await db.clee.update({ where: { id: clee.id }, data: { supportSchoolUai: support.uai, territory: 'Le bocage' } })
    const coordinator = await makeCoordinator(bassin.id)
    await makeCoordinator(bassin.id, '2020-2021')
    await makeAction(clee.id, head)
    const [heading, row] = await rowsOf()
    expect(heading).toEqual(['Bassin', 'CLEE', 'Territoire', 'Établissement support (UAI)', 'Copilote éducatif', 'Nom du copilote éducatif', 'Adresse du copilote éducatif', 'Copilote économique', 'Nom du copilote économique', 'Adresse du copilote économique', 'Coordination de bassin', 'Créé le', 'Charte', 'Date de la charte', 'Charte valable jusqu’au', 'Charte à actualiser', 'Modèle de charte (version)', 'Actions', 'Dernière réunion', 'Réunions (alerte)', 'État', 'Mis à jour', 'Année scolaire'])
    expect(row?.slice(0, 4)).toEqual([bassin.name, '\'=CLEE de Fougères', `${commune.name} – Le bocage`, `Lycée support, Vitré (${support.uai})`])
    expect(row?.[4]).toContain(`${head.jobTitle}, Lycée`)
    expect(row?.slice(5, 7)).toEqual([`${head.firstName} ${head.lastName}`, head.email])
    expect(row?.[7]).toContain(`${company!.jobTitle}, Ateliers`)
    expect(row?.slice(8, 10)).toEqual([`${company!.firstName} ${company!.lastName}`, company!.email])
    expect((await mission.get('/clees.csv').expect(200)).text).not.toContain(head.lastName)
    expect(row?.[10]).toBe(`${coordinator.firstName} ${coordinator.lastName}`)
    expect(row?.[11]).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(row?.slice(12, 21)).toEqual(['Pas commencée', '', '', '', '', '1', '', '', 'Actif'])
    expect(row?.[22]).toBe(year)
  })

  it('is refused to whom the page is', async () => {
    await (await signedIn(await makeHead())).get(`${path}.csv`).expect(403)
  })
})
