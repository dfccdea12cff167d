import type TestAgent from 'supertest/lib/agent.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { changeYear, openYear } from '../src/school-years/commands.ts'
import { usualDeadlines } from '../src/school-years/deadlines.ts'
import { letterPath } from '../src/school-years/paths.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'
import { readPdf } from './support/pdf.ts'

const year = schoolYearOf()
const path = letterPath(year)
let mission: TestAgent
let head: { email: string }
let company: { email: string }
let coordinator: { email: string }

/** What the confirmation page would send. */
async function shown() {
  const row = await db.schoolYear.findUniqueOrThrow({ where: { schoolYear: year } })
  return { revision: String(row.revision), lastSent: row.letterSentAt?.toISOString() ?? '' }
}

const people = () => [head.email, company.email, coordinator.email].toSorted()

beforeEach(async () => {
  const world = await makeClee('active')
  head = world.head
  company = world.company!
  coordinator = await makeCoordinator(world.bassin.id)
  mission = await signedIn(world.mission)
  await openYear(await asActor(world.mission), year, { ...usualDeadlines(year), letterTitle: 'Bonne rentrée', letterBody: 'Chers copilotes,\n\n1. un **premier** point ;\n2. un *second*.' })
})

describe('the letter of a year', () => {
  it('is sent once to the co-pilots and the coordinators, who are told how many they are, and read by everybody', async () => {
    await makeCoordinator((await makeBassin()).id, '2020-2021')
    expect(await open(mission, `${path}/envoi`)).toContain('sera adressée à 3 personnes')
    expect(await follow(mission, await submit(mission, path, await shown()))).toContain('La lettre est adressée à 3 personnes')
    expect(await mailsOf('year.letter')).toEqual(people())
    const { subject, text } = await db.mail.findFirstOrThrow({ where: { event: 'year.letter' } })
    expect(subject).toBe(`Bonne rentrée (année scolaire ${year})`)
    expect(text).toContain(`${path}\n`)
    expect(text).toContain('Transmission du bilan')
    expect(await db.auditEntry.findFirstOrThrow({ where: { event: 'year.letter' } })).toMatchObject({ details: { recipients: 3 } })
    const page = await open(await signedIn(await makeHead()), path)
    for (const part of ['Bonne rentrée', 'Chers copilotes', 'Transmission de la charte', 'Envoyée']) expect(page).toContain(part)
  })

  it('before it is sent, others read the deadlines alone', async () => {
    const agent = await signedIn(head)
    const page = await open(agent, path)
    expect(page).toContain('Transmission de la charte')
    expect(page).not.toContain('Bonne rentrée')
    await agent.get(`${path}/pdf`).expect(404)
    expect(await open(mission, path)).toContain('Pas encore envoyée')
  })

  it('keeps what was sent before the eyes of its readers, whatever changes, until it is sent again', async () => {
    await submit(mission, path, await shown()).expect(303)
    await changeYear(await asActor(await makeMission()), year, 1, { ...usualDeadlines(year), letterTitle: 'Autre titre', letterBody: 'Un texte que personne n’a reçu.' })
    const reader = await signedIn(head)
    const textOf = async (agent: TestAgent) => (await readPdf(new Uint8Array((await agent.get(`${path}/pdf`).responseType('blob').expect(200)).body as Buffer))).text.replaceAll(/\s+/g, ' ')
    for (const read of [await open(reader, path), await textOf(reader)]) {
      expect(read).toContain('Chers copilotes')
      expect(read).not.toContain('personne n’a reçu')
    }
    const page = await open(mission, path)
    for (const part of ['Un texte que personne n’a reçu.', 'Modifiée depuis l’envoi du', 'Chers copilotes']) expect(page).toContain(part)
    expect(await textOf(mission)).toContain('modifié depuis l’envoi du')
    await submit(mission, path, { ...(await shown()), isAgain: 'oui' }).expect(303)
    expect(await open(reader, path)).toContain('Un texte que personne n’a reçu.')
  })

  it('is not sent twice, unless somebody says so', async () => {
    const first = await shown()
    expect(await statusesOf([submit(mission, path, first), submit(mission, path, first)])).toEqual([303, 409])
    const again = await shown()
    const answer = await submit(mission, path, again).expect(422)
    expect(readable(answer.text)).toContain('a déjà été envoyée : cochez la case')
    expect(await mailsOf('year.letter')).toHaveLength(3)
    await submit(mission, path, { ...again, isAgain: 'oui' }).expect(303)
    expect(await mailsOf('year.letter')).toHaveLength(6)
  })

  it('is not sent as it is no more: changed since, removed, or of a closed year', async () => {
    const before = await shown()
    await db.schoolYear.updateMany({ data: { revision: 2 } })
    await submit(mission, path, before).expect(409)
    await submit(mission, path, { lastSent: 'hier' }).expect(422)
    await submit(mission, path, { revision: '1', lastSent: '0000-01-01T00:00:00.000Z', isAgain: 'oui' }).expect(422)
    await db.schoolYear.updateMany({ data: { status: 'closed', closedAt: new Date() } })
    await submit(mission, path, await shown()).expect(409)
    await db.schoolYear.updateMany({ data: { status: 'open', closedAt: null, letterTitle: '', letterBody: '' } })
    expect(readable((await submit(mission, path, await shown()).expect(409)).text)).toContain('n’a pas de lettre')
    expect(await mailsOf('year.letter')).toEqual([])
  })

  it('is the mission’s to send, and about a year that is opened', async () => {
    for (const user of [head, coordinator]) await submit(await signedIn(user), path, await shown()).expect(403)
    await submit(mission, letterPath('2031-2032'), await shown()).expect(404)
    await mission.get(letterPath('2031-2032')).expect(404)
    expect(await mailsOf('year.letter')).toEqual([])
  })

  it('leaves out a closed CLEE, and a disabled account', async () => {
    await db.clee.updateMany({ data: { status: 'closed' } })
    await submit(mission, path, await shown()).expect(303)
    expect(await mailsOf('year.letter')).toEqual([coordinator.email])
    await db.user.updateMany({ where: { role: 'coordinator' }, data: { isActive: false } })
    expect(readable((await submit(mission, path, { ...(await shown()), isAgain: 'oui' }).expect(409)).text)).toContain('Personne ne recevrait cette lettre')
  })

  it('is a tagged PDF with its deadlines', async () => {
    await submit(mission, path, await shown()).expect(303)
    const answer = await (await signedIn(await makeMission())).get(`${path}/pdf`).responseType('blob').expect(200)
    const document = await readPdf(new Uint8Array(answer.body as Buffer))
    expect(document).toMatchObject({ title: 'Bonne rentrée', marked: true, language: 'fr-FR' })
    for (const text of ['Chers copilotes', 'premier', 'Échéances de l’année', 'Transmission du bilan']) expect(document.text).toContain(text)
    expect(document.roles).toEqual(expect.arrayContaining(['H1', 'H2', 'L', 'LI']))
  })
})
