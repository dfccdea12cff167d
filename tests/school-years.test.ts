import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '../src/db.ts'
import { nextSchoolYear, previousSchoolYear, schoolYearOf } from '../src/school-year.ts'
import { yearPath } from '../src/school-years/paths.ts'
import { signedIn } from './support/app.ts'
import { makeCoordinator, makeBassin, makeHead, makeMission } from './support/factories.ts'
import { follow, open, readable, statusesOf, submit } from './support/features.ts'

const year = '2026-2027'
const path = yearPath(year)
const typed = { charterDueOn: '2026-11-30', planDueOn: '2026-12-04', reviewDueOn: '2027-07-10', letterTitle: 'Bonne rentrée', letterBody: 'Chers copilotes,\n\n- une **priorité**\n- une autre' }
let mission: TestAgent

const at = (instant: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
const events = async () => (await db.auditEntry.findMany({ where: { event: { startsWith: 'year.' } }, orderBy: { id: 'asc' } })).map(({ event }) => event)
const opening = (body: object = typed, agent = mission) => submit(agent, `${path}/ouverture`, body)
const change = (body: object, agent = mission) => submit(agent, `${path}/modification`, { ...typed, revision: '1', ...body })

beforeEach(async () => {
  at('2026-10-05T10:00:00Z')
  mission = await signedIn(await makeMission())
})
afterEach(() => vi.useRealTimers())

describe('a school year is opened', () => {
  it('with the deadlines proposed, or others, and its letter', async () => {
    const form = await mission.get(`${path}/ouverture`).expect(200)
    for (const value of ['30/11/2026', '10/07/2027']) expect(form.text).toContain(`value="${value}"`)
    expect(readable(form.text)).toContain('du 1er septembre 2026 au 31 août 2027')
    const page = await follow(mission, await opening())
    for (const text of [`L’année scolaire ${year} est ouverte.`, '4 décembre 2026', 'Bonne rentrée', 'Pas encore envoyée', `Aucun calendrier pour ${year}`]) expect(page).toContain(text)
    expect(await db.schoolYear.findUniqueOrThrow({ where: { schoolYear: year } })).toMatchObject({ status: 'open', letterTitle: 'Bonne rentrée', planDueOn: new Date('2026-12-04T00:00:00Z') })
    expect(await events()).toEqual(['year.opening'])
    expect(await open(mission, '/annees-scolaires')).toContain('Ouverte')
  })

  it('a preview shows the letter, keeps what was typed and writes nothing', async () => {
    const answer = await opening({ ...typed, etape: 'apercu' }).expect(200)
    expect(answer.text).toContain('<strong>priorité</strong>')
    expect(answer.text).toContain('value="04/12/2026"')
    expect(await db.schoolYear.count()).toBe(0)
    expect(readable((await opening({ ...typed, letterTitle: '', etape: 'apercu' }).expect(422)).text)).toContain('Donnez un titre à la lettre.')
  })

  it.each([
    ['a day that does not exist', { planDueOn: '2026-06-31' }, 'Saisissez une date qui existe'],
    ['a deadline of another year', { reviewDueOn: '2028-07-10' }, 'Choisissez une date du 1er juin 2026 au 31 août 2027'],
    ['a deadline long before it', { charterDueOn: '2026-05-31' }, 'Choisissez une date du 1er juin 2026'],
    ['a letter without a title', { letterTitle: '' }, 'Donnez un titre à la lettre.'],
    ['a title without a letter', { letterBody: ' ' }, 'Écrivez la lettre, ou retirez son titre.'],
    ['a letter that is too long', { letterBody: 'x'.repeat(10_001) }, '10 000 caractères au plus'],
    ['lists within lists', { letterBody: '- a\n  - b\n    - c\n      - d\n        - e' }, 'emboîte trop de listes'],
  ])('not with %s: one sentence, and everything typed comes back', async (_what, wrong, sentence) => {
    const answer = await opening({ ...typed, ...wrong }).expect(422)
    expect(readable(answer.text)).toContain(sentence)
    expect(answer.text).toContain(`value="${'charterDueOn' in wrong ? '04/12/2026' : '30/11/2026'}"`)
    if (!('letterBody' in wrong)) expect(answer.text).toContain('une **priorité**')
    expect(await db.schoolYear.count()).toBe(0)
  })

  it('once, whoever asks at the same time', async () => {
    expect(await statusesOf([opening(), opening()])).toEqual([303, 409])
    expect(await events()).toEqual(['year.opening'])
    await mission.get(`${path}/ouverture`).expect(409)
  })

  it('only when it is this one or the next, and by the mission', async () => {
    await submit(mission, '/annees-scolaires/2027-2028/ouverture', { ...typed, charterDueOn: '', planDueOn: '', reviewDueOn: '' }).expect(303)
    await submit(mission, '/annees-scolaires/2025-2026/ouverture', typed).expect(409)
    for (const unknown of ['2028-2029', '2026-2028', 'x']) await submit(mission, `/annees-scolaires/${unknown}/ouverture`, typed).expect(404)
    for (const user of [await makeHead(), await makeCoordinator((await makeBassin()).id)]) await opening(typed, await signedIn(user)).expect(403)
    expect(await db.schoolYear.count()).toBe(1)
  })

  it('an odd order of its deadlines is a warning', async () => {
    expect(await follow(mission, await opening({ ...typed, reviewDueOn: '2026-10-30' }))).toContain('Le bilan est attendu avant la liste des actions.')
  })
})

it('tells together the deadlines that cannot be read and those of another year, and begins with the letter of the year before', async () => {
  const wrong = readable((await opening({ ...typed, charterDueOn: '2026-13-45', planDueOn: '2031-01-01' }).expect(422)).text)
  expect(wrong).toContain('Le formulaire contient 2 erreurs')
  expect(wrong).toContain('Choisissez une date du')
  await opening(typed).expect(303)
  await db.schoolYear.updateMany({ data: { letterTitle: `Bonne année ${year}` } })
  const next = nextSchoolYear(year)
  const { text } = await mission.get(`${yearPath(next)}/ouverture`).expect(200)
  expect(text).toContain(`Bonne année ${next}`)
  expect(text).toContain('Chers copilotes')
})

describe('an opened year is changed', () => {
  beforeEach(async () => void (await opening().expect(303)))

  it('under the revision that was read, and without deadlines if need be', async () => {
    const page = await follow(mission, await change({ planDueOn: '', letterTitle: 'Autre titre' }))
    for (const text of ['est modifiée', 'Autre titre', 'Pas d’échéance']) expect(page).toContain(text)
    expect(await db.schoolYear.findFirstOrThrow()).toMatchObject({ revision: 2, planDueOn: null })
    expect(await events()).toEqual(['year.opening', 'year.change'])
  })

  it('the second of two people sees both texts, and loses neither', async () => {
    await change({ letterBody: 'Le texte de la première.' }).expect(303)
    const answer = await change({ letterBody: 'Le texte de la seconde.' }).expect(409)
    for (const text of ['Quelqu’un a enregistré ce texte', 'Le texte de la première.', 'Le texte de la seconde.']) expect(readable(answer.text)).toContain(text)
    expect(answer.text).toContain('name="revision" value="2"')
    await change({ letterBody: 'Le texte de la seconde.', revision: '2' }).expect(303)
    expect((await db.schoolYear.findFirstOrThrow()).letterBody).toBe('Le texte de la seconde.')
  })

  it('not by others, nor with a wrong date, nor once it is over or closed', async () => {
    await change({}, await signedIn(await makeHead())).expect(403)
    expect(readable((await change({ planDueOn: 'demain' }).expect(422)).text)).toContain('Saisissez une date qui existe')
    await submit(mission, `${path}/cloture`).expect(303)
    await change({}).expect(409)
    await submit(mission, `${path}/reouverture`).expect(303)
    at('2027-08-31T22:30:00Z')
    mission = await signedIn(await makeMission())
    expect(readable((await change({}).expect(409)).text)).toContain('close ou terminée')
    expect(await db.schoolYear.findFirstOrThrow()).toMatchObject({ revision: 1 })
  })
})

describe('a year is closed and opened again', () => {
  beforeEach(async () => void (await opening().expect(303)))

  it('by the mission, told what is not finished', async () => {
    expect(await open(mission, `${path}/cloture`)).toContain('Tout ce que l’année attendait est transmis.')
    expect(await follow(mission, await submit(mission, `${path}/cloture`))).toContain(`L’année scolaire ${year} est close`)
    expect(await db.schoolYear.findFirstOrThrow()).toMatchObject({ status: 'closed', closedByName: expect.stringContaining('Anne') })
    expect(await follow(mission, await submit(mission, `${path}/reouverture`))).toContain('est rouverte')
    expect(await db.schoolYear.findFirstOrThrow()).toMatchObject({ status: 'open', closedAt: null, closedByName: null })
    expect(await events()).toEqual(['year.opening', 'year.closing', 'year.reopening'])
  })

  it('once', async () => {
    expect(await statusesOf([submit(mission, `${path}/cloture`), submit(mission, `${path}/cloture`)])).toEqual([303, 409])
    expect(await statusesOf([submit(mission, `${path}/reouverture`), submit(mission, `${path}/reouverture`)])).toEqual([303, 409])
    expect((await events()).length).toBe(3)
  })

  it('neither before it begins, nor when it was not opened, nor by others', async () => {
    const head = await signedIn(await makeHead())
    for (const last of ['cloture', 'reouverture']) await submit(head, `${path}/${last}`).expect(403)
    const coming = yearPath(nextSchoolYear(year))
    await submit(mission, `${coming}/ouverture`).expect(303)
    expect(readable((await submit(mission, `${coming}/cloture`).expect(409)).text)).toContain('n’a pas commencé')
    await submit(mission, `${yearPath(previousSchoolYear(schoolYearOf()))}/cloture`).expect(409)
    expect(await db.schoolYear.count({ where: { status: 'closed' } })).toBe(0)
  })

  it('as long as it is this one or the one before', async () => {
    await submit(mission, `${path}/cloture`).expect(303)
    at('2028-08-31T21:59:00Z')
    mission = await signedIn(await makeMission())
    await submit(mission, `${path}/reouverture`).expect(303)
    await submit(mission, `${path}/cloture`).expect(303)
    at('2028-08-31T22:00:00Z')
    expect(readable((await submit(mission, `${path}/reouverture`).expect(409)).text)).toContain('trop ancienne')
    expect(await db.schoolYear.findFirstOrThrow()).toMatchObject({ status: 'closed' })
  })
})
