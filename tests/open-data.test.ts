import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { collectionOf } from '../src/open-data/envelopes.ts'
import { actionSchema, bassinSchema, cleeDetailSchema, cleeSchema, schoolSchema } from '../src/open-data/schemas.ts'
import { visitor } from './support/app.ts'
import { insertAction, insertClee } from './support/agenda.ts'
import { makeClee, makeCommune, makeSchool } from './support/factories.ts'
import { read } from './support/open-data.ts'

const now = new Date('2027-03-12T09:00:00.000Z')
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now }))
afterEach(() => vi.useRealTimers())

const address = (path: string) => new URL(path, config.publicUrl).href
const listClees = (query = '') => read(`/clees${query}`, collectionOf(cleeSchema))
const listActions = (query = '') => read(`/actions${query}`, collectionOf(actionSchema))
const listSchools = (query = '') => read(`/schools${query}`, collectionOf(schoolSchema))
const slugs = ({ data }: { data: { slug: string }[] }) => data.map(({ slug }) => slug)

describe('a CLEE', () => {
  it('is said as its page shows it, with functions and structures and nobody’s name', async () => {
    const { clee, head, commune, bassin, company } = await makeClee('active', 'CLEE du pays d’Ernée')
    await db.user.updateMany({ data: { nameConsentAt: new Date() } })
    await db.school.create({ data: { uai: '0350762N', name: 'Lycée', searchName: 'lycee', kind: 'lycee', sector: 'public', communeCode: commune.code, latitude: 48.3123456, longitude: -1.2 } })
    await db.member.create({ data: { cleeId: clee.id, world: 'employment', firstName: 'Maëlys', lastName: 'Quéméner', jobTitle: 'Directrice', startsOn: new Date('2026-09-01'), consentOn: new Date('2026-09-01'), organisationId: null } })
    const item = await read(`/clees/${clee.slug}`, cleeDetailSchema)
    const [listed] = (await listClees()).data
    const { members, ...summary } = item
    expect(listed).toEqual(summary)
    expect(item).toMatchObject({ id: clee.id, name: 'CLEE du pays d’Ernée', status: 'active', bassins: [{ slug: bassin.slug, name: bassin.name }], communes: [{ code: commune.code, name: commune.name }], charter: null, url: address(`/clees/${clee.slug}`) })
    expect(item.position).toEqual({ latitude: 48.31235, longitude: -1.2, source: 'communes' })
    const seats = await db.copilot.findMany({ include: { school: true, organisation: true }, orderBy: { side: 'asc' } })
    expect(item.copilots).toEqual(seats.map(({ side, jobTitle, school, organisation }) => ({ side, function: jobTitle, structure: school?.name ?? organisation?.name })))
    expect(members).toEqual([{ world: 'employment', function: 'Directrice', structure: '', has_seat: true }])
    const said = JSON.stringify(item)
    for (const word of [head.lastName, company!.lastName, 'Maëlys', 'Quéméner', head.email, '@']) expect(said).not.toContain(word)
  })

  it('is not there before the mission takes note; once closed it leaves the list and keeps its address', async () => {
    const [open, closed, hidden] = [await insertClee(), await insertClee({ status: 'closed' }), await insertClee({ status: 'declared', acknowledgedAt: null })]
    await db.clee.create({ data: { name: 'Brouillon', slug: 'brouillon', searchName: 'brouillon', status: 'draft' } })
    const list = await listClees()
    expect([list.total, slugs(list)]).toEqual([1, [open.clee.slug]])
    expect((await read(`/clees/${closed.clee.slug}`, cleeDetailSchema)).status).toBe('closed')
    for (const slug of [hidden.clee.slug, 'brouillon', 'inconnu']) await visitor().get(`/api/v1/clees/${slug}`).expect(404)
    expect((await read(`/bassins/${closed.bassin.slug}`, bassinSchema)).clees).toEqual([])
  })

  it('is placed by its support school when no commune says where, and found at an address that it had', async () => {
    const school = await makeSchool({ latitude: 48.1, longitude: -1.6 })
    const { clee } = await insertClee({ supportSchoolUai: school.uai })
    await db.cleeOldSlug.create({ data: { slug: 'ancien-nom', cleeId: clee.id } })
    expect((await read(`/clees/${clee.slug}`, cleeDetailSchema)).position).toEqual({ latitude: 48.1, longitude: -1.6, source: 'support_school' })
    const moved = await visitor().get('/api/v1/clees/ancien-nom')
    expect([moved.status, moved.headers['location'], moved.headers['access-control-allow-origin']]).toEqual([301, `/api/v1/clees/${clee.slug}`, '*'])
  })

  it('is kept by bassin, commune and state', async () => {
    const [one, other] = [await insertClee(), await insertClee({ status: 'dormant' })]
    const commune = await makeCommune()
    await db.cleeCommune.create({ data: { cleeId: one.clee.id, communeCode: commune.code } })
    for (const query of [`?bassin=${one.bassin.slug}`, `?commune=${commune.code}`, '?status=active']) expect(slugs(await listClees(query))).toEqual([one.clee.slug])
    expect(slugs(await listClees('?status=dormant'))).toEqual([other.clee.slug])
    expect((await listClees(`?status=dormant&bassin=${one.bassin.slug}`)).total).toBe(0)
  })
})

it('a bassin counts its CLEEs and their communes, each once', async () => {
  const { clee, bassin } = await insertClee({ name: 'CLEE un' })
  const other = await insertClee({ name: 'CLEE deux' })
  await db.cleeBassin.create({ data: { cleeId: other.clee.id, bassinId: bassin.id } })
  const [a, b] = [await makeCommune(), await makeCommune()]
  await db.cleeCommune.createMany({ data: [[clee, a], [clee, b], [other.clee, b]].map(([one, commune]) => ({ cleeId: (one as typeof clee).id, communeCode: (commune as typeof a).code })) })
  const { data, total } = await read('/bassins', collectionOf(bassinSchema))
  expect(total).toBe(2)
  expect(data.find(({ slug }) => slug === bassin.slug)).toMatchObject({ clee_count: 2, commune_count: 2, clees: [{ name: 'CLEE deux' }, { name: 'CLEE un' }] })
})

describe('an action', () => {
  it('is said as its page shows it, and only once it is published', async () => {
    const [{ clee, bassin }, hidden] = [await insertClee(), await insertClee({ status: 'declared', acknowledgedAt: null })]
    const organisation = await db.organisation.create({ data: { name: 'Ateliers', searchName: 'ateliers', world: 'economy' } })
    const { id } = await insertAction(clee.id, { title: 'Forum', startsOn: '2027-04-01', place: 'Halle', publicSummary: 'Trente métiers', sectors: ['construction'], registrationUrl: 'https://exemple.fr/inscription', outcomeReason: '', partners: { create: { organisationId: organisation.id, part: 'un stand' } }, clees: { create: { cleeId: hidden.clee.id } } })
    await insertAction(clee.id, { visibility: 'network', startsOn: '2027-04-01' })
    await insertAction(clee.id, { visibility: 'private', startsOn: '2027-04-01' })
    await insertAction(clee.id, { state: 'proposed', retainedAt: null, startsOn: '2027-04-01' })
    const secret = await insertAction(hidden.clee.id, { startsOn: '2027-04-01' })
    const { total, data } = await listActions()
    expect(total).toBe(1)
    expect(data).toEqual([await read(`/actions/${id}`, actionSchema)])
    expect(data[0]).toMatchObject({
      id, title: 'Forum', type: 'job_fair', type_label: 'Forum des métiers, salon', standing: 'planned', school_year: '2026-2027', starts_on: '2027-04-01', ends_on: '2027-04-01', place: 'Halle', summary: 'Trente métiers',
      clee: { slug: clee.slug, name: clee.name }, bassins: [{ slug: bassin.slug, name: bassin.name }], associated_clees: [], partners: [{ name: 'Ateliers', part: 'un stand' }], sector_labels: ['BTP'], registration_url: 'https://exemple.fr/inscription', url: address(`/actions/${id}`), updated_at: '2027-03-12T09:00:00Z',
    })
    expect(JSON.stringify(data)).not.toMatch(/Tanguy|Le Goff/)
    await visitor().get(`/api/v1/actions/${secret.id}`).expect(404)
  })

  it('is kept by year, bassin, CLEE, type, sector and period', async () => {
    const [one, other] = [await insertClee(), await insertClee()]
    const forum = await insertAction(one.clee.id, { title: 'Forum', startsOn: '2027-04-01', endsOn: '2027-04-10' })
    const visit = await insertAction(other.clee.id, { title: 'Visite', type: 'company_visit_pupils', sectors: ['wood', 'sport'], startsOn: '2026-01-15' })
    const ids = async (query: string) => (await listActions(query)).data.map(({ id }) => id)
    expect(await ids('')).toEqual([forum.id, visit.id])
    for (const query of ['?year=2026-2027', `?bassin=${one.bassin.slug}`, `?clee=${one.clee.slug}`, '?type=job_fair', '?from=2027-04-10', '?to=2027-04-01&from=2026-09-01']) expect([query, await ids(query)]).toEqual([query, [forum.id]])
    for (const query of ['?year=2025-2026', '?sector=wood', '?to=2027-03-31', '?from=2026-01-15&to=2026-01-15']) expect([query, await ids(query)]).toEqual([query, [visit.id]])
    expect(await ids('?from=2027-04-11')).toEqual([])
  })
})

describe('a school', () => {
  it('says in which CLEEs it takes part today, and on what ground', async () => {
    const { clee, head } = await makeClee('active')
    const uai = head.schoolUai!
    await db.clee.update({ where: { id: clee.id }, data: { supportSchoolUai: uai } })
    await db.school.update({ where: { uai }, data: { email: 'ce.ernee@ac-rennes.fr', phone: '0299000000' } })
    await db.member.create({ data: { cleeId: clee.id, world: 'education', schoolUai: uai, jobTitle: 'DDFPT', startsOn: new Date('2025-09-01'), endsOn: new Date('2026-08-31') } })
    const item = await read(`/schools/${uai}`, schoolSchema)
    expect(item.clees).toEqual([{ slug: clee.slug, name: clee.name, parts: ['copilot', 'support'] }])
    expect(JSON.stringify(item)).not.toMatch(/@|0299/)
    await makeSchool()
    expect((await listSchools(`?clee=${clee.slug}`)).data.map((school) => school.uai)).toEqual([uai])
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    expect((await read(`/schools/${uai}`, schoolSchema)).clees).toEqual([])
  })

  it('is kept by commune and kind; a closed one leaves the list', async () => {
    const commune = await makeCommune()
    const [college, lycee] = [await makeSchool({ kind: 'college', communeCode: commune.code }), await makeSchool({ latitude: 48.1, longitude: -1.6 })]
    const closed = await makeSchool({ isOpen: false })
    const uais = async (query = '') => (await listSchools(query)).data.map(({ uai }) => uai)
    expect(await uais()).toEqual([college.uai, lycee.uai].toSorted())
    for (const query of ['?kind=college', `?commune=${commune.code}`]) expect(await uais(query)).toEqual([college.uai])
    expect((await read(`/schools/${closed.uai}`, schoolSchema)).is_open).toBe(false)
    expect((await read(`/schools/${lycee.uai.toLowerCase()}`, schoolSchema)).position).toEqual({ latitude: 48.1, longitude: -1.6 })
  })
})

describe('the pages of a list', () => {
  it('hold each thing once, in one order, and lead to each other', async () => {
    const { clee } = await insertClee()
    for (let count = 0; count < 5; count += 1) await insertAction(clee.id, { startsOn: '2027-04-01' })
    const rows = await db.plannedAction.findMany({ orderBy: { id: 'desc' } })
    const first = await listActions('?limit=2')
    const second = await listActions(new URL(first.next!).search)
    const third = await listActions(new URL(second.next!).search)
    expect([first, second, third].flatMap(({ data }) => data.map(({ id }) => id))).toEqual(rows.map(({ id }) => id))
    expect([first.previous, first.total, second.page, third.next, third.updated_at]).toEqual([null, 5, 2, null, '2027-03-12T09:00:00Z'])
    expect(second.previous).toBe(address('/api/v1/actions?page=1&limit=2'))
    const { headers } = await visitor().get('/api/v1/actions?limit=2&page=2&type=job_fair')
    for (const [rel, page] of [['first', 1], ['prev', 1], ['next', 3], ['last', 3]]) expect(headers['link']).toContain(`<${address(`/api/v1/actions?type=job_fair&page=${page}&limit=2`)}>; rel="${rel}"`)
  })

  it('say nothing past the end, and lead back', async () => {
    await insertClee()
    const { data, total, previous, next } = await listClees('?page=100000&limit=500')
    expect([data, total, previous, next]).toEqual([[], 1, address('/api/v1/clees?page=1&limit=500'), null])
  })
})
