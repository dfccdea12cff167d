import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { findOrCreateOrganisation, pickOrganisation } from '../src/organisations/commands.ts'
import { searchKey } from '../src/text.ts'
import { signedIn } from './support/app.ts'
import { asActor, makeClee, makeHead, makeMission } from './support/factories.ts'
import { follow, open, readable, statusesOf, submit } from './support/features.ts'

const siret = '73282932000074'
const postOffice = '35600000049837'

const make = (name: string, given: object = {}) => db.organisation.create({ data: { name, searchName: searchKey(name), world: 'economy', ...given } })
const find = (given: { name: string; siret?: string | null; city?: string }) =>
  db.$transaction((tx) => findOrCreateOrganisation(tx, { siret: null, world: 'economy', ...given }))

describe('an organisation that is named', () => {
  it('is the one of its SIRET, whatever name was typed', async () => {
    const known = await make('Menuiserie Le Goff', { siret })
    expect(await find({ name: 'Le Goff et fils', siret })).toMatchObject({ id: known.id, name: 'Menuiserie Le Goff' })
    expect(await find({ name: '732 829 320 00074' })).toMatchObject({ id: known.id })
    expect(await find({ name: `Menuiserie Le Goff, Fougères (${siret})` })).toMatchObject({ id: known.id })
  })

  it('receives the SIRET that it lacked, its kind and its town, instead of a second line', async () => {
    const known = await make('Menuiserie Le Goff')
    await db.$transaction((tx) => findOrCreateOrganisation(tx, { name: ' MENUISERIE Le Goff ', siret, world: 'economy', kind: 'company', city: 'Fougères' }))
    expect(await db.organisation.findMany()).toMatchObject([{ id: known.id, name: 'Menuiserie Le Goff', siret, kind: 'company', city: 'Fougères' }])
    expect(await find({ name: 'Menuiserie Le Goff', siret: postOffice })).toMatchObject({ siret: postOffice })
    expect(await db.organisation.count()).toBe(2)
  })

  it('keeps apart the same name in another world', async () => {
    await make('Le Relais', { world: 'employment' })
    await find({ name: 'Le Relais' })
    expect(await db.organisation.count()).toBe(2)
  })

  it('is asked about when several bear its name, and read again as it was offered', async () => {
    await make('Mission locale', { city: 'Redon' })
    const other = await make('Mission locale', { city: 'Fougères' })
    const pick = (name: string) => db.$transaction((tx) => pickOrganisation(tx, { name, siret: null, world: 'economy' }))
    await expect(pick('mission locale')).rejects.toMatchObject({ field: 'organisationName', candidates: [{ value: 'Mission locale, Redon' }, { value: 'Mission locale, Fougères' }] })
    expect(await pick('Mission locale, Fougères')).toMatchObject({ id: other.id })
  })

  it.each([
    ['a SIRET failing Luhn', { name: '73282932000075' }, 'un de ses chiffres au moins'],
    ['two SIRETs that disagree', { name: `X (${siret})`, siret: postOffice }, 'l’un ou l’autre'],
    ['an unknown SIRET without a name', { name: siret }, 'saisissez aussi le nom'],
  ])('refuses %s', async (_what, given, sentence) => {
    await expect(find(given)).rejects.toThrow(sentence)
    expect(await db.organisation.count()).toBe(0)
  })

  it.each([['a SIRET', siret], ['a name', null]])('is one line when two people create %s at once', async (_what, number) => {
    const both = await Promise.all([1, 2].map(() => find({ name: 'Ateliers du Nord', siret: number })))
    expect(new Set(both.map(({ id }) => id)).size).toBe(1)
    expect(await db.organisation.count()).toBe(1)
  })
})

describe('the suggestions', () => {
  it('are for those who edit a CLEE, by name, town or SIRET; a draft’s stay its author’s', async () => {
    const { clee, head } = await makeClee('active')
    const author = await makeClee('draft')
    const named = (organisationName: string, jobTitle = 'Gérante') => memberSchema.parse({ world: 'economy', organisationName, organisationCity: 'Louvigné', jobTitle })
    await addMember(await asActor(head), clee, named('Laiteries du Coglais'))
    await addMember(await asActor(author.head), author.clee, named('Laiterie secrète'))
    const ask = async (user: { email: string }, q: string) => (await (await signedIn(user)).get(`/organisations/suggestions?q=${encodeURIComponent(q)}`).expect(200)).body as unknown
    const public1 = { value: 'Laiteries du Coglais, Louvigné', label: 'Laiteries du Coglais, Louvigné' }
    expect(await ask(head, 'laiteri')).toEqual([public1])
    expect(await ask(author.head, 'laiteri louvigne')).toHaveLength(2)
    expect(await ask(await makeMission(), 'LAITERI')).toEqual([public1])
    expect(await ask(head, '')).toEqual([])
    await (await signedIn(await makeHead())).get('/organisations/suggestions?q=laiterie').expect(403)
  })
})

describe('the mission’s organisations', () => {
  it('are listed, filtered, sorted and exported, without those of a draft', async () => {
    await make('Zinguerie', { kind: 'company', siret })
    await make('Amicale laïque', { kind: 'association', world: 'community', city: 'Redon' })
    const { clee, head } = await makeClee('active')
    await addMember(await asActor(head), clee, memberSchema.parse({ world: 'economy', organisationName: 'Zinguerie', jobTitle: 'Gérant' }))
    const draft = await makeClee('draft')
    await addMember(await asActor(draft.head), draft.clee, memberSchema.parse({ world: 'economy', organisationName: 'Brouillon SA', jobTitle: 'Gérant' }))
    const agent = await signedIn(await makeMission())
    const all = await open(agent, '/organisations')
    expect(all).not.toContain('Brouillon SA')
    expect(all.indexOf('Amicale laïque')).toBeLessThan(all.indexOf('Zinguerie'))
    const reversed = await open(agent, '/organisations?tri=-nom')
    expect(reversed.indexOf('Amicale laïque')).toBeGreaterThan(reversed.indexOf('Zinguerie'))
    expect(await open(agent, '/organisations?recherche=zinguerie&type=company')).toContain('1 organisation')
    expect(await open(agent, '/organisations?recherche=zzz')).toContain('Aucune organisation ne correspond')
    expect((await agent.get('/organisations.csv?recherche=732829').expect(200)).text).toBe(`\uFEFFOrganisation;Type;Monde;Commune;SIRET;CLEE\r\nZinguerie;Entreprise;Économie;;${siret};1\r\n`)
  })

  it('are corrected; the world follows the kind unless it is chosen', async () => {
    const { id } = await make('Mission locale')
    const agent = await signedIn(await makeMission())
    const change = { name: 'Mission locale du pays de Redon', kind: 'employment_service', world: '', city: 'Redon', siret: `${siret.slice(0, 9)} 00074` }
    const page = await follow(agent, await submit(agent, `/organisations/${id}/modification`, change))
    expect(page).toContain('L’organisation est modifiée')
    expect(await db.organisation.findFirst()).toMatchObject({ name: change.name, searchName: searchKey(change.name), world: 'employment', city: 'Redon', siret })
    expect(await db.auditEntry.findFirst({ where: { event: 'organisation.change' } })).toMatchObject({ subjectId: id })
    const wrong = await submit(agent, `/organisations/${id}/modification`, { ...change, name: '<script>', siret: '73282932000075', city: '🏭' }).expect(422)
    expect(readable(wrong.text)).toContain('Le formulaire contient 3 erreurs')
    expect(wrong.text).toContain('value="&lt;script&gt;"')
    await submit(await signedIn(await makeHead()), `/organisations/${id}/modification`, change).expect(403)
    await submit(agent, '/organisations/01a20214-e6a5-748b-883f-eb64071902c7/modification', change).expect(404)
  })

  it('given another’s SIRET, come back with what was typed and a link to merge them, and write nothing', async () => {
    const [one, other] = [await make('Menuiserie'), await make('Menuiserie Le Goff', { siret })]
    const agent = await signedIn(await makeMission())
    const { text } = await submit(agent, `/organisations/${one.id}/modification`, { name: 'Menuiserie', kind: 'company', city: 'Antrain', siret }).expect(422)
    expect(readable(text)).toContain('Ce SIRET est celui de « Menuiserie Le Goff » : rien n’est enregistré')
    for (const kept of ['value="Antrain"', `value="${siret}"`, `href="/organisations/${one.id}/reunion?avec=${other.id}"`]) expect(text).toContain(kept)
    expect(await open(agent, `/organisations/${one.id}/reunion?avec=${other.id}`)).toContain('Organisation à garder')
    expect(await db.organisation.findUnique({ where: { id: one.id } })).toMatchObject({ siret: null, kind: 'other' })
    expect(other.siret).toBe(siret)
  })
})

describe('merging two organisations', () => {
  async function pair() {
    const { clee, head, mission, company } = await makeClee('active')
    const [kept, other] = [await make('Menuiserie Le Goff'), await make('Le Goff', { siret, kind: 'company', city: 'Fougères' })]
    const startsOn = new Date('2026-09-01')
    const member = { cleeId: clee.id, world: 'economy' as const, startsOn }
    await db.member.create({ data: { ...member, organisationId: kept.id, jobTitle: 'Gérante', hasSeat: false } })
    await db.member.create({ data: { ...member, organisationId: other.id, jobTitle: 'GÉRANTE', hasSeat: true, firstName: 'Zoé', lastName: 'Le Goff' } })
    await db.member.create({ data: { ...member, organisationId: other.id, jobTitle: 'Comptable' } })
    await db.user.update({ where: { id: company!.id }, data: { organisationId: other.id } })
    await db.copilot.updateMany({ where: { cleeId: clee.id, side: 'economy' }, data: { organisationId: other.id } })
    await db.clee.update({ where: { id: clee.id }, data: { legalForm: 'carried', carrierId: other.id } })
    return { clee, head, agent: await signedIn(mission), kept, other, path: `/organisations/${kept.id}/reunion`, body: { other: other.id, kept: kept.id } }
  }

  it('shows both first, then moves all that names it, once', async () => {
    const { clee, agent, kept, other, path, body } = await pair()
    const side = await open(agent, `${path}?avec=${other.id}`)
    for (const text of ['Menuiserie Le Goff', siret, 'ne se défait pas']) expect(side).toContain(text)
    expect(await db.organisation.count({ where: { id: other.id } })).toBe(1)
    expect(await follow(agent, await submit(agent, path, body))).toContain('Les deux organisations n’en font plus qu’une')
    expect(await db.organisation.findUnique({ where: { id: other.id } })).toBeNull()
    expect(await db.organisation.findUnique({ where: { id: kept.id } })).toMatchObject({ name: 'Menuiserie Le Goff', siret, kind: 'company', city: 'Fougères' })
    expect(await db.member.findMany({ where: { cleeId: clee.id }, orderBy: { jobTitle: 'asc' } })).toMatchObject([
      { jobTitle: 'Comptable', organisationId: kept.id },
      { jobTitle: 'Gérante', organisationId: kept.id, hasSeat: true, lastName: 'Le Goff' },
    ])
    expect(await db.clee.findUnique({ where: { id: clee.id } })).toMatchObject({ carrierId: kept.id })
    expect(await db.copilot.count({ where: { organisationId: kept.id } })).toBe(1)
    expect(await db.user.count({ where: { organisationId: kept.id } })).toBe(1)
    expect(await db.auditEntry.findMany({ where: { event: 'organisation.merge' } })).toMatchObject([{ subjectId: kept.id, details: { merged: 'Le Goff', collapsed: 1, members: 1 } }])
  })

  it('asks which one is kept, refuses others than the mission, an unknown one, and itself', async () => {
    const { head, agent, kept, path, body } = await pair()
    expect(readable((await submit(agent, path, { ...body, kept: '' }).expect(422)).text)).toContain('Choisissez l’organisation à garder')
    expect(readable((await submit(agent, path, { other: kept.id, kept: kept.id }).expect(422)).text)).toContain('laquelle de ces deux')
    await submit(agent, path, { ...body, other: '01a20214-e6a5-748b-883f-eb64071902c7' }).expect(404)
    await submit(await signedIn(head), path, body).expect(403)
    expect(await db.organisation.count({ where: { id: { in: [body.other, body.kept] } } })).toBe(2)
  })

  it('is done by one of two people at once, even in opposite directions', async () => {
    const { agent, kept, other, path, body } = await pair()
    const statuses = await statusesOf([submit(agent, path, body), submit(agent, path, { ...body, kept: other.id })])
    expect(statuses[0]).toBe(303)
    expect([404, 409]).toContain(statuses[1])
    expect(await db.organisation.count({ where: { id: { in: [kept.id, other.id] } } })).toBe(1)
    expect(await db.auditEntry.count({ where: { event: 'organisation.merge' } })).toBe(1)
  })
})
