import { beforeEach, describe, expect, test } from 'vitest'
import { haveSeatsChanged, updateReasons } from '../src/charters/validity.ts'
import { listStandings } from '../src/charters/standings.ts'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { dayFrom, makeClee } from './support/factories.ts'
import { ageCharter, bringCharter, open } from './support/features.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const today = day('2026-11-22')
const sent = { submittedAt: new Date('2026-03-10T14:00:00Z') }

describe('R8, the reasons to bring a charter up to date', () => {
  const reasons = (validUntil: string | null, changed = false, status: 'validated' | 'draft' = 'validated') =>
    updateReasons({ status, validUntil: validUntil === null ? null : day(validUntil) }, changed, today).map(({ sentence }) => sentence.replaceAll('\u00a0', ' '))

  test('are its validity, from the day after its last day', () => {
    expect(reasons('2026-11-22')).toEqual([])
    expect(reasons('2026-11-21')).toEqual(['Sa validité est dépassée depuis le 22 novembre 2026.'])
    expect(reasons(null)).toEqual([])
  })

  test('are its co-pilots, and both together; a charter that is not in force has none', () => {
    expect(reasons('2027-01-01', true)).toEqual(['Les copilotes ont changé depuis sa transmission.'])
    expect(reasons('2026-01-01', true)).toHaveLength(2)
    expect(reasons('2026-01-01', true, 'draft')).toEqual([])
  })

  type Dates = [accepted: string | null, starts: string, ends: string | null]
  const cases: [string, Dates, boolean][] = [
    ['held before and still', ['2026-01-05T08:00:00Z', '2026-01-05', null], false],
    ['begun the day it was sent, before', ['2026-03-10T08:00:00Z', '2026-03-10', null], false],
    ['accepted the day it was sent, after', ['2026-03-10T18:00:00Z', '2026-03-10', null], true],
    ['accepted before, begun since', ['2026-03-01T08:00:00Z', '2026-09-01', null], true],
    ['accepted since, not begun yet', ['2026-10-01T08:00:00Z', '2027-01-01', null], false],
    ['invited, never accepted', [null, '2026-01-05', null], false],
    ['held then, ended since', ['2026-01-05T08:00:00Z', '2026-01-05', '2026-08-31'], true],
    ['held then, which ends today', ['2026-01-05T08:00:00Z', '2026-01-05', '2026-11-22'], false],
    ['held then, which will end', ['2026-01-05T08:00:00Z', '2026-01-05', '2027-08-31'], false],
    ['over before it was sent', ['2025-01-05T08:00:00Z', '2025-01-05', '2026-03-09'], false],
  ]
  test.each(cases)('a seat %s', (_, [accepted, starts, ends], expected) => {
    const seat = { acceptedAt: accepted === null ? null : new Date(accepted), startsOn: day(starts), endsOn: ends === null ? null : day(ends) }
    expect(haveSeatsChanged([seat], sent, today)).toBe(expected)
    expect(haveSeatsChanged([seat], { submittedAt: null }, today)).toBe(false)
  })
})

describe('where it shows', () => {
  let world: Awaited<ReturnType<typeof makeClee>>
  let path: string

  beforeEach(async () => {
    world = await makeClee('active', 'CLEE du pays de Fougères')
    path = `/clees/${world.clee.slug}`
    await bringCharter(world.clee.id, world.head, world.mission, 'validated')
  })

  const expire = () => ageCharter(world.clee.id, { validUntil: day('2026-01-31') })
  const change = () => ageCharter(world.clee.id, { submittedAt: new Date(dayFrom(-400)) })

  test('nowhere while the charter is up to date', async () => {
    const [head, mission] = [await signedIn(world.head), await signedIn(world.mission)]
    for (const page of ['/tableau-de-bord', `${path}/espace`, `${path}/charte`]) expect((await open(head, page)).toLowerCase()).not.toContain('actualiser')
    expect(await open(visitor(), path)).toMatch(/Validée Version 1\. Validée le .*, valable jusqu’au/)
    expect(await open(visitor(), '/clees')).toMatch(/Charte validée le \d/)
    expect(await open(mission, '/liste-des-clees?charte=outdated')).toContain('Aucun CLEE')
  })

  test('to the people of the CLEE: a task, a badge, the reason, and nothing stops', async () => {
    await change()
    const [head, company] = [await signedIn(world.head), await signedIn(world.company!)]
    for (const agent of [head, company]) {
      expect(await open(agent, '/tableau-de-bord')).toContain('Actualiser la charte Les copilotes ont changé depuis sa transmission.')
      expect(await open(agent, `${path}/espace`)).toContain('À actualiser')
      expect(await open(agent, `${path}/charte`)).toContain('La charte en vigueur est à actualiser Les copilotes ont changé')
    }
    await head.post(`${path}/charte/revision`).expect(303)
    expect(await open(head, '/tableau-de-bord')).not.toContain('Actualiser la charte')
    expect(await open(head, `${path}/charte`)).toContain('La charte en vigueur est à actualiser')
  })

  test('to the mission: in its list, its filter and its file', async () => {
    await expire()
    const mission = await signedIn(world.mission)
    expect(await open(mission, '/liste-des-clees')).toContain('À actualiser Validée le')
    for (const filter of ['outdated', 'validated']) expect(await open(mission, `/liste-des-clees?charte=${filter}`)).toContain('CLEE du pays de Fougères')
    expect(await open(mission, '/liste-des-clees?charte=draft')).toContain('Aucun CLEE')
    const { text } = await mission.get('/liste-des-clees.csv').expect(200)
    expect(text).toContain(';2026-01-31;')
    expect(text).toContain('Sa validité est dépassée depuis le')
  })

  test('to everybody: on its page, in the directory, its bassin and the CSV', async () => {
    await expire()
    expect(await open(visitor(), path)).toContain('validité dépassée depuis le 1er février 2026')
    for (const list of ['/clees', '/clees?tri=nom', `/bassins/${world.bassin.slug}`]) expect(await open(visitor(), list)).toContain('Charte à actualiser, validée le')
    expect((await visitor().get('/clees.csv').expect(200)).text).toMatch(/;À actualiser;\d{4}-\d\d-\d\d;2026-01-31;/)
    await db.$executeRaw`TRUNCATE charters CASCADE`
    for (const list of ['/clees', `/bassins/${world.bassin.slug}`]) expect(await open(visitor(), list)).toContain('Pas encore de charte validée')
    expect((await visitor().get('/clees.csv').expect(200)).text).toContain(';Pas encore validée;;;')
  })

  test('of many CLEEs in as many queries as of one', async () => {
    const standings = await listStandings([world.clee.id, '01890000-0000-7000-8000-000000000000'])
    expect([...standings.keys()]).toEqual([world.clee.id])
  })
})

describe('the charter on the public page of its CLEE', () => {
  test('is there by article, with its dates, its PDF, its code and its page to print', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'validated')
    const { text } = await visitor().get(`/clees/${clee.slug}`).expect(200)
    const { verificationCode } = await db.charter.findFirstOrThrow()
    const code = `${verificationCode.slice(0, 4)}-${verificationCode.slice(4)}`
    for (const href of [`/clees/${clee.slug}/charte/pdf`, `/clees/${clee.slug}/charte/en-vigueur`, `/verification/${code}`]) {
      expect(text).toContain(`href="${href}"`)
      await visitor().get(href).expect(200)
    }
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Signature attendue')
    expect(await open(visitor(), `/clees/${clee.slug}/charte/en-vigueur`)).toMatch(/Article 3 – Territoire Territoire, version 1\..*Comité de pilotage et membres|Article 3 – Territoire Territoire, version 1\..*Signatures/)
  })
})
