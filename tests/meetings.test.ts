import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { db } from '../src/db.ts'
import type { MeetingKind } from '../src/generated/prisma/client.ts'
import { findLastMeeting, lastMeetings } from '../src/meetings/queries.ts'
import { meetingStanding } from '../src/meetings/standing.ts'
import { signedIn, visitor } from './support/app.ts'
import { dayFrom, makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { during, eventsOf, follow, open, readable, shownAgain, statusesOf, submit } from './support/features.ts'

let world: Awaited<ReturnType<typeof makeClee>>
let path: string
let agent: TestAgent

beforeEach(async () => {
  world = await makeClee('active', 'CLEE du pays de Fougères')
  path = `/clees/${world.clee.slug}/reunions`
  agent = await signedIn(world.head)
})

const date = (day: string) => new Date(`${day}T00:00:00Z`)
const meet = (kind: MeetingKind, heldOn: string, place = '') => db.meeting.create({ data: { cleeId: world.clee.id, kind, heldOn: date(heldOn), place, createdByName: 'Essai' } })
const typed = (fields: object = {}) => ({ kind: 'steering_committee', heldOn: dayFrom(-10), place: 'Lycée Jean Guéhenno', ...fields })

describe('the meetings of a CLEE', () => {
  it('are listed by school year, newest first, those to come as such, for its people', async () => {
    expect(await open(agent, path)).toContain('Aucune réunion enregistrée')
    await meet('creation', '2024-10-15', 'Mairie')
    await meet('plenary', '2025-09-01')
    await meet('working_group', dayFrom(20))
    const page = await open(agent, path)
    expect(page).toMatch(/Prévue Groupe de travail.*Année scolaire 2025-2026 .*1er septembre 2025 Assemblée plénière.*Année scolaire 2024-2025 .*15 octobre 2024 Réunion de création Mairie/)
    expect(page.match(/Prévue/g)).toHaveLength(1)
    for (const user of [world.company!, world.mission, await makeCoordinator(world.bassin.id)]) expect(await open(await signedIn(user), path)).toContain('Enregistrer une réunion')
    await (await signedIn(await makeHead())).get(path).expect(404)
    await visitor().get(path).expect(302)
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed' } })
    expect(await open(agent, path)).not.toMatch(/Enregistrer une réunion|Corriger|Retirer/)
    await submit(agent, `${path}/ajout`, typed()).expect(409)
  })

  it('are recorded, held or to come', async () => {
    for (const heldOn of [dayFrom(-10), dayFrom(30), '01/02/1990']) expect(await follow(agent, await submit(agent, `${path}/ajout`, typed({ heldOn })))).toContain('La réunion est enregistrée.')
    expect(await db.meeting.findMany({ orderBy: { heldOn: 'desc' }, select: { kind: true, heldOn: true, place: true, createdByName: true } })).toEqual(
      [dayFrom(30), dayFrom(-10), '1990-02-01'].map((day) => ({ kind: 'steering_committee', heldOn: date(day), place: 'Lycée Jean Guéhenno', createdByName: `${world.head.firstName} ${world.head.lastName}` })),
    )
    expect((await eventsOf(world.clee.id)).slice(-3)).toEqual(['meeting.addition', 'meeting.addition', 'meeting.addition'])
  })

  const day = 'Saisissez une date qui existe, par exemple 14/03/2027.'
  const limits = 'Vérifiez cette date : une réunion se tient entre 1990 et dans dix-huit mois au plus.'
  const wrongs: [field: string, value: string, sentence: string][] = [
    ['kind', '', 'Choisissez le type de la réunion.'], ['kind', 'goûter', 'Choisissez le type de la réunion.'], ['heldOn', '', 'Indiquez le jour de la réunion.'], ['heldOn', '31/06/2026', day],
    ['heldOn', '1989-12-31', limits], ['heldOn', dayFrom(600), limits], ['place', 'chez jean@exemple.fr', 'adresses électroniques'],
  ]
  it('come back with one sentence per wrong field, and everything typed', async () => {
    for (const [field, value, sentence] of wrongs) {
      const answer = await submit(agent, `${path}/ajout`, typed({ [field]: value })).expect(422)
      expect([value, readable(answer.text).includes(sentence)]).toEqual([value, true])
      if (field !== 'place') expect(answer.text).toContain('value="Lycée Jean Guéhenno"')
      if (field !== 'heldOn') expect(answer.text).toContain(`value="${shownAgain(dayFrom(-10))}"`)
    }
    expect(await db.meeting.count()).toBe(0)
  })

  it('are of one kind once a day, even recorded twice at once', async () => {
    expect(await statusesOf([1, 2].map(() => submit(agent, `${path}/ajout`, typed())))).toEqual([303, 422])
    const refused = await submit(agent, `${path}/ajout`, typed()).expect(422)
    expect(readable(refused.text)).toContain('Une réunion de ce type (Comité de pilotage) est déjà enregistrée ce jour-là.')
    // Somebody records the same at this very moment.
    const recording = `WITH locked AS (UPDATE clees SET updated_at = updated_at WHERE id = $1::uuid RETURNING id)
      INSERT INTO meetings (id, clee_id, kind, held_on, created_by_name) SELECT gen_random_uuid(), id, 'plenary', $2::date, 'Essai' FROM locked`
    const raced = await during(recording, [world.clee.id, dayFrom(-10)], async () => submit(agent, `${path}/ajout`, typed({ kind: 'plenary' })))
    expect([raced.status, readable(raced.text).includes('(Assemblée plénière) est déjà enregistrée')]).toEqual([422, true])
    await submit(agent, `${path}/ajout`, typed({ kind: 'bureau' })).expect(303)
    const bureau = await db.meeting.findFirstOrThrow({ where: { kind: 'bureau' } })
    await submit(agent, `${path}/${bureau.id}/modification`, typed()).expect(422)
    await submit(agent, `${path}/${bureau.id}/modification`, typed({ kind: 'bureau', place: 'Mairie' })).expect(303)
    expect(await db.meeting.count()).toBe(3)
  })

  it('are corrected, unless somebody just did', async () => {
    const { id } = await meet('bureau', '2026-03-03', 'Mairie')
    const seen = /name="seen" value="([^"]+)"/.exec((await agent.get(`${path}/${id}/modification`).expect(200)).text)?.[1]
    expect(await follow(agent, await submit(agent, `${path}/${id}/modification`, { kind: 'plenary', heldOn: '2026-03-04', place: 'Préfecture', seen }))).toContain('La réunion est corrigée.')
    expect(await db.meeting.findFirst()).toMatchObject({ kind: 'plenary', heldOn: date('2026-03-04'), place: 'Préfecture' })
    const entry = await db.auditEntry.findFirstOrThrow({ where: { event: 'meeting.change' } })
    expect(entry).toMatchObject({ subjectName: expect.stringContaining('Assemblée plénière du 4'), details: { before: expect.stringContaining('Bureau du 3') } })
    const clash = await submit(agent, `${path}/${id}/modification`, { kind: 'bureau', heldOn: '2026-03-05', place: 'Gymnase', seen }).expect(422)
    expect(readable(clash.text)).toMatch(/Quelqu’un a enregistré d’autres valeurs.*Assemblée plénière.*Préfecture/)
    expect(clash.text).toContain('value="Gymnase"')
    await submit(agent, `${path}/${id}/modification`, { kind: 'x', heldOn: '', place: '' }).expect(422)
  })

  it('are removed once, after a confirmation', async () => {
    const { id } = await meet('bureau', '2026-03-03')
    expect(await open(agent, `${path}/${id}/retrait`)).toContain('« Bureau du 3 mars 2026 » ne comptera plus')
    expect((await statusesOf([1, 2].map(() => submit(agent, `${path}/${id}/retrait`))))[0]).toBe(303)
    await submit(agent, `${path}/${id}/retrait`).expect(404)
    expect(await db.meeting.count()).toBe(0)
    expect((await eventsOf(world.clee.id)).filter((event) => event === 'meeting.removal')).toHaveLength(1)
  })

  it('are of their CLEE alone, and of nobody outside', async () => {
    const { id } = await meet('bureau', '2026-03-03')
    const other = await makeClee('active')
    const stranger = await signedIn(other.head)
    for (const last of [`ajout`, `${id}/modification`, `${id}/retrait`]) {
      await submit(stranger, `${path}/${last}`, typed()).expect(404)
      await submit(visitor(), `${path}/${last}`, typed()).expect(302)
    }
    for (const last of [`${id}/modification`, `${id}/retrait`, 'x/retrait']) await submit(stranger, `/clees/${other.clee.slug}/reunions/${last}`, typed()).expect(404)
    expect(await db.meeting.findMany()).toMatchObject([{ id, kind: 'bureau', heldOn: date('2026-03-03') }])
  })
})

describe('a CLEE that does not meet (R11)', () => {
  it('is to be relaunched after six months, asleep after twelve, to the day; counted from its activation when it never met', () => {
    const label = (last: string | null, day: string, since: Date | null = null) => meetingStanding(last ? date(last) : null, since, date(day)).label
    expect(['2026-09-14', '2026-09-15', '2027-03-14', '2027-03-15'].map((day) => label('2026-03-15', day))).toEqual([null, 'À relancer', 'À relancer', 'Plus d’un an'])
    expect(['2027-02-27', '2027-02-28'].map((day) => label('2026-08-31', day))).toEqual([null, 'À relancer'])
    expect(['2026-09-14', '2026-09-15'].map((day) => label(null, day, new Date('2026-03-14T23:30:00Z')))).toEqual([null, 'À relancer'])
    expect(meetingStanding(null, date('2026-03-15'), date('2026-12-01')).sentence).toMatch(/^Aucune réunion enregistrée depuis le 15.mars.2026\. Cela fait plus de six mois\. Fixez/)
    expect(meetingStanding(null, null)).toEqual({ label: null, sentence: '' })
  })

  it('is read on its space, its meetings and the list of CLEEs; neither a working group nor a meeting to come counts', async () => {
    const list = await signedIn(world.mission)
    await meet('working_group', dayFrom(-5))
    await meet('plenary', dayFrom(12))
    expect(await findLastMeeting(world.clee.id)).toBeNull()
    expect(await open(agent, `/clees/${world.clee.slug}/espace`)).toMatch(/Réunions Aucune réunion du comité enregistrée Prochaine : assemblée plénière, le/)
    await meet('steering_committee', dayFrom(-230))
    await meet('creation', dayFrom(-900))
    expect(await lastMeetings([world.clee.id])).toEqual(new Map([[world.clee.id, date(dayFrom(-230))]]))
    expect(await open(agent, `/clees/${world.clee.slug}/espace`)).toMatch(/Réunions Dernière : comité de pilotage, le [^:]+ Prochaine : assemblée plénière, le \d+.\p{L}+.\d{4} À relancer/u)
    expect(await open(agent, path)).toContain('Cela fait plus de six mois. Fixez la date du prochain comité de pilotage')
    const [year, month, dayOfMonth] = dayFrom(-230).split('-')
    expect(await open(list, '/liste-des-clees')).toContain(`À relancer ${dayOfMonth}/${month}/${year}`)
    const [heading, row] = (await list.get('/liste-des-clees.csv').expect(200)).text.trim().split('\r\n').map((line) => line.replace('\uFEFF', '').split(';'))
    expect([heading?.indexOf('Dernière réunion'), row?.[18], row?.[19]]).toEqual([18, dayFrom(-230), 'À relancer'])
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'dormant' } })
    expect(await open(list, '/liste-des-clees')).not.toContain('À relancer')
  })

  it('sorts in the list by its last meeting', async () => {
    await meet('plenary', '2026-03-03')
    const other = await makeClee('active', 'CLEE de Redon')
    await db.meeting.create({ data: { cleeId: other.clee.id, kind: 'plenary', heldOn: date('2026-02-02'), createdByName: 'Essai' } })
    await makeClee('declared', 'CLEE sans réunion')
    const list = await signedIn(world.mission)
    const names = async (tri: string) => (await open(list, `/liste-des-clees?tri=${tri}`)).split('Filtrer').at(-1)?.match(/CLEE (du pays de Fougères|de Redon|sans réunion)/g)
    expect(await names('reunion')).toEqual(['CLEE de Redon', 'CLEE du pays de Fougères', 'CLEE sans réunion'])
    expect(await names('-reunion')).toEqual(['CLEE du pays de Fougères', 'CLEE de Redon', 'CLEE sans réunion'])
  })
})
