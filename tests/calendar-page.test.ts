import type TestAgent from 'supertest/lib/agent.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { autumn, christmas, csvOf, year } from './support/calendar.ts'
import { makeHead, makeMission } from './support/factories.ts'
import { follow, open, readable } from './support/features.ts'

const path = '/administration/calendrier'
let mission: TestAgent

beforeEach(async () => {
  mission = await signedIn(await makeMission())
})

const send = (agent: TestAgent, text: string, name = 'fr-en-calendrier-scolaire.csv') => agent.post(path).attach('file', Buffer.from(text), name)

describe('the page of the calendar', () => {
  it('says what is missing, imports a file, and shows what it holds', async () => {
    const current = schoolYearOf()
    expect(await open(mission, path)).toContain(`Aucun calendrier pour ${current} et ${nextSchoolYear(current)}`)
    const page = await follow(mission, await send(mission, csvOf(year)))
    for (const text of ['Le calendrier est importé. 3 périodes ajoutées.', 'Vacances de Noël, du 19 décembre 2026 au 3 janvier 2027']) expect(page).toContain(text)
    expect(page).toMatch(/2026-2027 ?, Zone B/)
    expect(await db.auditEntry.count({ where: { event: 'calendar.import', actorRole: 'mission' } })).toBe(1)
    expect(await follow(mission, await send(mission, JSON.stringify(year), 'x.json'))).toContain('Rien n’a changé')
  })

  it('shows the names of holidays with the apostrophe of French texts', async () => {
    await send(mission, csvOf([{ ...autumn, description: "Vacances d'automne" }])).expect(303)
    expect(await open(mission, path)).toContain('Vacances d’automne, du')
  })

  it('tells the rows that it could not read, and imports the others', async () => {
    const answer = await send(mission, csvOf([christmas, { ...autumn, start_date: '31/06/2026' }])).expect(200)
    for (const text of ['sauf 1 ligne', 'ligne 3 : date de début « 31/06/2026 » illisible', 'Vacances de Noël']) expect(readable(answer.text)).toContain(text)
    expect(await db.schoolHoliday.count()).toBe(1)
  })

  it.each([
    ['no file', null, 'Choisissez le fichier du calendrier scolaire.'],
    ['an empty file', '', 'Ce fichier est vide.'],
    ['a PDF', '%PDF-1.7', 'Ce fichier est un PDF.'],
    ['another académie', csvOf([{ ...autumn, location: 'Nantes' }]), 'Académies trouvées : Nantes.'],
    ['a file that is too heavy', 'x'.repeat(11_000_000), 'Ce fichier est trop lourd'],
  ])('refuses %s, in one sentence, and writes nothing', async (_what, text, sentence) => {
    const answer = await (text === null ? mission.post(path).field('x', 'y') : send(mission, text)).expect(422)
    expect(readable(answer.text)).toContain(sentence)
    expect(await db.schoolHoliday.count()).toBe(0)
  })

  it('is the mission’s', async () => {
    const head = await signedIn(await makeHead())
    await head.get(path).expect(403)
    await send(head, csvOf(year)).expect(403)
    expect(await db.schoolHoliday.count()).toBe(0)
  })
})
