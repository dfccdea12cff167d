import { beforeEach, describe, expect, it } from 'vitest'
import type TestAgent from 'supertest/lib/agent.js'
import { prepareSearch, searchActions } from '../src/action-search/queries.ts'
import { actionSearchSchema } from '../src/action-search/schemas.ts'
import { readableActions } from '../src/actions/policy.ts'
import { db } from '../src/db.ts'
import type { Prisma } from '../src/generated/prisma/client.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeBassin, makeClee, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { open } from './support/features.ts'
import { makeManyClees } from './support/many.ts'

const path = '/actions/recherche'
const year = schoolYearOf()
const start = Number(year.slice(0, 4))
const day = (text: string, schoolYear = year) => new Date(`${Number(text.slice(0, 2)) >= 9 ? schoolYear.slice(0, 4) : schoolYear.slice(5)}-${text}T00:00:00Z`)

let cleeId: string
let agent: TestAgent

beforeEach(async () => {
  cleeId = (await makeManyClees(1))[0]?.id ?? ''
  agent = await signedIn(await makeHead())
})

type Fields = Partial<Prisma.PlannedActionUncheckedCreateInput>

/** An action shared with the network, as the sheet leaves it. */
async function share(title: string, { schoolYear = year, cleeId: id = cleeId, ...fields }: Fields = {}) {
  const plan = await db.actionPlan.upsert({ where: { cleeId_schoolYear: { cleeId: id, schoolYear } }, create: { cleeId: id, schoolYear }, update: {} })
  return db.plannedAction.create({
    data: { planId: plan.id, cleeId: id, schoolYear, title, type: 'job_fair', state: 'retained', visibility: 'network', audiences: ['pupils'], startsOn: day('03-14', schoolYear), searchText: title, ...fields },
  })
}

const found = async (query: string, by = agent) => (await by.get(`${path}.csv?${query}`).expect(200)).text.trim().split('\r\n').slice(1).map((row) => row.split(';')[0] ?? '')

describe('the words of a search', () => {
  const cases: [what: string, text: string, titles: string[]][] = [
    ['accents left out', 'metiers', ['Forum des métiers', 'Salon des métiers']],
    ['accents and capitals put in', 'ÉLECTRICITÉ', ['Visite d’electricite']],
    ['another form of the word', 'visiter', ['Visite de Pole-Emploi', 'Visite d’electricite']],
    ['several words, in any order', 'métiers forum', ['Forum des métiers']],
    ['a phrase', '"classe en entreprise"', ['Classe en entreprise']],
    ['a phrase that is not there', '"entreprise en classe"', []],
    ['a phrase of which one word counts', '"en entreprise"', ['Classe en entreprise']],
    ['a word that is also left out', 'classe -classe', []],
    ['a word left out', 'métiers -forum', ['Salon des métiers']],
    ['the beginning of the last word', 'électric', ['Visite d’electricite']],
    ['an elision', 'l’entreprise', ['Classe en entreprise']],
    ['a compound', 'mini-projet', ['Le mini-projet / défi 2024-2025']],
    ['what stands beside a slash', 'défi 2025', ['Le mini-projet / défi 2024-2025']],
    ['an old name', 'Pôle emploi', ['Rencontre France Travail', 'Visite de Pole-Emploi']],
    ['a new name', 'france travail', ['Rencontre France Travail', 'Visite de Pole-Emploi']],
    ['an old name left out', 'rencontre -"pôle emploi"', []],
    ['a quotation that nothing closes', '"forum des', ['Forum des métiers']],
  ]

  it(`find, of seven actions, those that hold them: ${cases.map(([what]) => what).join(', ')}`, async () => {
    for (const title of ['Forum des métiers', 'Salon des métiers', 'Visite d’electricite', 'Classe en entreprise', 'Le mini-projet / défi 2024-2025', 'Rencontre France Travail', 'Visite de Pole-Emploi']) await share(title)
    for (const [what, text, titles] of cases) expect([what, (await found(`texte=${encodeURIComponent(text)}`)).toSorted()]).toEqual([what, titles])
  })

  it('are answered with a page whatever they are', async () => {
    await share('Forum des métiers')
    const cases: [what: string, text: string, count: number][] = [
      ['10,000 characters', 'a'.repeat(10_000), 0], ['signs of patterns and quotes', '%_\'"\\', 0], ['only spaces', '   ', 1], ['an emoji', '😀', 0], ['the signs of a tsquery', 'forum & | ! <-> :* ( )', 1], ['a dash alone', '-', 0], ['a letter alone', 'a', 0], ['only words that don’t count', 'le la des', 0],
    ]
    for (const [what, text, count] of cases) {
      const page = await open(agent, `${path}?texte=${encodeURIComponent(text)}`)
      expect(page, what).toContain(count === 0 ? 'Aucune action ne correspond' : '1 action')
    }
  })

  it('takes the first of parameters that come twice, and none that is unreadable', async () => {
    await share('Forum des métiers')
    for (const query of ['texte=forum&texte=zzz', 'type=picnic&niveau=CM2&secteur=x&bassin=..%2F&annee=2024', 'annee=0000-0001', 'apres=x', 'apres=2026-02-31_x', `apres=9999-99-99_${cleeId}`, 'avant=&apres[]=1', `apres=${'0'.repeat(5_000)}`, "apres=2026-01-01_' OR 1=1"]) {
      expect(await open(agent, `${path}?${query}`)).toContain('1 action')
    }
  })

  it('keeps what was asked in the form, and says what to do when nothing answers', async () => {
    const page = (await agent.get(`${path}?texte=%22%3Cb%3E&type=coaching`).expect(200)).text
    expect(page).toContain('value="&#34;&lt;b&gt;"')
    expect(page).toMatch(/value="coaching" selected/)
    expect(await open(agent, path)).toContain('Aucune action partagée')
  })
})

it('filters by type, level, sector, bassin and school year, together', async () => {
  const bassin = await makeBassin()
  await db.cleeBassin.create({ data: { cleeId, bassinId: bassin.id } })
  await share('Une', { type: 'coaching', levels: ['bts'], sectors: ['wood', 'sport'] })
  await share('Deux', { levels: ['bts', 'cap'], sectors: ['sport'], schoolYear: `${start - 1}-${start}` })
  expect(await found('type=coaching')).toEqual(['Une'])
  expect(await found('niveau=cap')).toEqual(['Deux'])
  expect(await found('secteur=sport')).toEqual(['Une', 'Deux'])
  expect(await found(`annee=${start - 1}-${start}`)).toEqual(['Deux'])
  expect(await found(`bassin=${bassin.slug}&niveau=bts&secteur=wood&texte=une&annee=${year}&type=coaching`)).toEqual(['Une'])
  expect(await found('niveau=cap&secteur=wood')).toEqual([])
  expect(await found(`bassin=${(await makeBassin()).slug}`)).toEqual([])
  expect(await found('bassin=inconnu')).toEqual(await found(''))
  await db.plannedAction.updateMany({ where: { title: 'Une' }, data: { type: 'project', levels: [], sectors: ['law'] } })
  expect([await found('type=coaching'), await found('niveau=bts'), await found('secteur=law')]).toEqual([[], ['Deux'], ['Une']])
})

/** Titles of a page, and the addresses of those before and after. */
async function readPage(address: string) {
  const { text } = await agent.get(address).expect(200)
  const link = (rel: string) => new RegExp(`href="([^"]+)" rel="${rel}"`).exec(text)?.[1]?.replaceAll('&amp;', '&')
  return { titles: [...text.matchAll(/<h2 class="fr-h6"><a[^>]*>([^<]+)</g)].map(([, title]) => title), next: link('next'), previous: link('prev') }
}

it('goes from page to page and back, newest first, through actions of the same day, words and filters kept', async () => {
  for (let index = 0; index < 45; index += 1) await share(`Forum ${index}`, { startsOn: day(index < 30 ? '03-14' : '01-10') })
  await share('Autre chose')
  const expected = (await db.plannedAction.findMany({ where: { title: { startsWith: 'Forum' } }, orderBy: [{ startsOn: 'desc' }, { id: 'desc' }] })).map(({ title }) => title)
  const first = await readPage(`${path}?texte=forum&type=job_fair`)
  const second = await readPage(first.next ?? '')
  const third = await readPage(second.next ?? '')
  expect([...first.titles, ...second.titles, ...third.titles]).toEqual(expected)
  expect([first.previous, third.next]).toEqual([undefined, undefined])
  expect((await readPage(third.previous ?? '')).titles).toEqual(second.titles)
  expect((await readPage(second.previous ?? '')).titles).toEqual(first.titles)
  expect(await open(agent, second.next ?? '')).toContain('45 actions')
  await db.plannedAction.deleteMany({ where: { title: { in: expected.slice(0, 5) } } })
  expect((await readPage(second.previous ?? '')).titles).toEqual(expected.slice(5, 25))
})

it('says « plus de 1 000 » of many, walks along them all, and exports them all', async () => {
  const { planId } = await share('Forum 0')
  const rows = Array.from({ length: 1_200 }, (_, index) => ({ planId, cleeId, schoolYear: year, title: `Forum ${index + 1}`, type: 'job_fair', state: 'retained' as const, visibility: 'network' as const, audiences: ['pupils'], startsOn: day('03-14'), searchText: index % 2 ? 'forum' : 'forum rare' }))
  await db.plannedAction.createMany({ data: rows })
  expect(await open(agent, path)).toContain('Plus de 1 000 actions')
  expect(await open(agent, `${path}?texte=rare`)).toContain('600 actions')
  expect(new Set(await found('texte=forum')).size).toBe(1_201)
})

it('finds what lies behind more actions than are walked through, page after page and back, in a bassin too', async () => {
  const bassin = await makeBassin()
  await db.cleeBassin.create({ data: { cleeId, bassinId: bassin.id } })
  const before = `${start - 1}-${start}`
  const { planId } = await share('Salon')
  const { planId: oldPlanId } = await share('Forum', { schoolYear: before })
  const row = (index: number) => ({ cleeId, type: 'job_fair', state: 'retained' as const, visibility: 'network' as const, audiences: ['pupils'], title: String(index) })
  await db.plannedAction.createMany({ data: Array.from({ length: 1_600 }, (_, index) => ({ ...row(index), planId, schoolYear: year, startsOn: day('03-14'), searchText: 'salon' })) })
  await db.plannedAction.createMany({ data: Array.from({ length: 1_050 }, (_, index) => ({ ...row(index), planId: oldPlanId, schoolYear: before, startsOn: day('03-14', before), searchText: index < 30 ? 'forum rare' : 'forum' })) })
  const listed = (await db.plannedAction.findMany({ where: { planId: oldPlanId }, orderBy: [{ orderedOn: 'desc' }, { id: 'desc' }], take: 60 })).map(({ title }) => title)
  for (const filter of ['', `&bassin=${bassin.slug}`]) {
    const first = await readPage(`${path}?texte=forum${filter}`)
    const second = await readPage(first.next ?? '')
    expect([...first.titles, ...second.titles]).toEqual(listed.slice(0, 40))
    expect((await readPage(second.previous ?? '')).titles).toEqual(first.titles)
    expect(await open(agent, `${path}?texte=forum${filter}`)).toContain('Plus de 1 000 actions')
    expect(await open(agent, `${path}?texte=rare${filter}`)).toContain('30 actions')
    expect(await open(agent, `${path}?texte=${encodeURIComponent('forum salon')}${filter}`)).toContain('Aucune action ne correspond')
  }
  expect((await found('texte=forum')).length).toBe(1_051)
})

describe('who finds what', () => {
  it('agrees with the policy for every role, of every visibility, state and CLEE', async () => {
    const { clee, head, company, bassin, mission } = await makeClee('active')
    const unpublished = await db.clee.create({ data: { name: 'Nouveau', searchName: 'nouveau', slug: 'nouveau', status: 'declared', declaredAt: new Date(), declarationReceipt: 'DEC-X' } })
    for (const id of [cleeId, clee.id, unpublished.id]) {
      for (const visibility of ['private', 'network', 'public'] as const) for (const state of ['proposed', 'retained'] as const) await share(`${visibility} ${state}`, { cleeId: id, visibility, state })
    }
    const associated = await share('Associée', { visibility: 'private' })
    await db.actionClee.create({ data: { actionId: associated.id, cleeId: clee.id } })
    const counts: number[] = []
    for (const person of [await makeHead(), head, company!, await makeCoordinator(bassin.id), mission]) {
      const user = await asActor(person)
      const { actions } = await searchActions(await prepareSearch(user, actionSearchSchema.parse({})), null)
      const allowed = await db.plannedAction.findMany({ where: readableActions(user) })
      expect(actions.map(({ id }) => id).toSorted()).toEqual(allowed.map(({ id }) => id).toSorted())
      counts.push(actions.length)
    }
    expect(counts).toEqual([4, 9, 9, 9, 19])
  })

  it('shows the summary of each with its page, and « Reprendre » to those who have a list', async () => {
    const { clee, head } = await makeClee('active')
    const { id } = await share('Forum des métiers', { objective: 'Découvrir '.repeat(60), levels: ['bts'] })
    const page = (await (await signedIn(head)).get(path).expect(200)).text
    for (const text of [`href="/actions/${id}"`, `href="/actions/${id}/reprise"`, 'Comité 0.', year, 'Forum des métiers, salon', 'Retenue', 'BTS', '…']) expect(page).toContain(text)
    expect(page).not.toContain(clee.name)
    expect(await open(agent, path)).not.toContain('Reprendre cette action')
    expect(await open(await signedIn(await makeMission()), '/tableau-de-bord')).toContain('Actions du réseau')
  })

  it('gives a file whose cells no spreadsheet runs', async () => {
    await share('=1+1', { objective: '+2', place: '-3', searchText: 'tableur' })
    const { text, headers } = await agent.get(`${path}.csv?texte=tableur`).expect(200)
    expect(headers['content-disposition']).toContain('actions-du-reseau.csv')
    for (const cell of ["'=1+1", "'+2", "'-3"]) expect(text).toContain(cell)
    expect(text.startsWith('\uFEFFAction;CLEE')).toBe(true)
  })
})
