import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator } from './support/factories.ts'
import { eventsOf, follow, open, readable, shownAgain, statusesOf, submit } from './support/features.ts'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

/** An active CLEE with one member, and the address of what is done about them. */
async function withNamed(given: object = {}) {
  const made = await makeClee('active')
  const organisation = await db.organisation.create({ data: { name: 'Ateliers du Nord', searchName: 'ateliers du nord', world: 'economy' } })
  const data = { cleeId: made.clee.id, world: 'economy' as const, organisationId: organisation.id, jobTitle: 'Gérante', firstName: 'Zoé', lastName: 'Kervella', startsOn: day('2025-09-01'), ...given }
  const member = await db.member.create({ data })
  const path = (last: string) => `/clees/${made.clee.slug}/membres/${member.id}/${last}`
  return { ...made, member, path, agent: await signedIn(made.head), list: `/clees/${made.clee.slug}/membres` }
}
const reload = (id: string) => db.member.findUniqueOrThrow({ where: { id } })

/** The ways that no address about a member may be used. */
async function expectClosed(last: string, body: object) {
  const { clee, agent, path, member } = await withNamed()
  const other = await makeClee('active')
  await submit(await signedIn(other.head), path(last), body).expect(404)
  await submit(await signedIn(other.head), `/clees/${other.clee.slug}/membres/${member.id}/${last}`, body).expect(404)
  await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
  await submit(agent, path(last), body).expect(409)
  expect(await reload(member.id)).toEqual(member)
  return { clee, agent }
}

describe('correcting a member', () => {
  const change = { world: 'economy', organisationName: 'Ateliers du Sud', jobTitle: 'Directrice', firstName: 'Zoé', lastName: 'Kervella', startsOn: '2025-09-01', endsOn: '' }

  it('shows what is known, saves, and tells the journal', async () => {
    const { clee, agent, path, member } = await withNamed({ consentOn: day('2025-10-01'), consentMeans: 'm', consentRecordedBy: 'r' })
    const page = await agent.get(path('modification')).expect(200)
    for (const value of ['Ateliers du Nord', 'Gérante', 'Kervella', '2025-09-01']) expect(page.text).toContain(`value="${shownAgain(value)}"`)
    expect(await follow(agent, await submit(agent, path('modification'), change))).toContain('Le membre est modifié')
    expect(await reload(member.id)).toMatchObject({ jobTitle: 'Directrice', hasSeat: false, consentOn: day('2025-10-01') })
    expect((await eventsOf(clee.id)).at(-1)).toBe('member.change')
    const wrong = await submit(agent, path('modification'), { ...change, endsOn: '2024-01-01' }).expect(422)
    expect(readable(wrong.text)).toContain('La fin vient avant le début')
    expect(wrong.text).toContain('value="Ateliers du Sud"')
  })

  it('loses the consent with the name that had given it', async () => {
    const { clee, agent, path, member } = await withNamed({ consentOn: day('2025-10-01'), consentMeans: 'm', consentRecordedBy: 'r' })
    expect(await follow(agent, await submit(agent, path('modification'), { ...change, firstName: 'Yann', lastName: 'Guivarch' }))).toContain('ne vaut plus')
    expect(await reload(member.id)).toMatchObject({ lastName: 'Guivarch', consentOn: null, consentMeans: '' })
    expect((await eventsOf(clee.id)).slice(-2)).toEqual(['member.change', 'member.consent-withdrawal'])
  })

  it('refuses what another member already is', async () => {
    const { clee, agent, path, member } = await withNamed()
    await db.member.create({ data: { cleeId: clee.id, world: 'economy', organisationId: member.organisationId, jobTitle: 'Comptable' } })
    expect(readable((await submit(agent, path('modification'), { ...change, organisationName: 'Ateliers du Nord', jobTitle: 'comptable' }).expect(422)).text)).toContain('déjà membre avec la même fonction')
  })

  it('is for the people of an open CLEE', async () => {
    await expectClosed('modification', change)
  })
})

describe('the end of a participation', () => {
  it('keeps the member in the history, once', async () => {
    const { clee, agent, path, list, member } = await withNamed()
    expect(await open(agent, path('fin'))).toContain('Membre depuis le 1er septembre 2025')
    expect(await statusesOf([1, 2].map(() => submit(agent, path('fin'), { endsOn: '2026-08-31' })))).toEqual([303, 409])
    expect(await reload(member.id)).toMatchObject({ endsOn: day('2026-08-31'), lastName: 'Kervella', hasSeat: true })
    expect((await eventsOf(clee.id)).filter((event) => event === 'member.departure')).toHaveLength(1)
    const page = await open(agent, list)
    expect(page).toContain('reste dans l’historique')
    expect(page).not.toContain('Ateliers du Nord')
    expect(page).toContain('Filtrer')
    expect(await open(agent, `${list}?periode=anciens`)).toContain('du 1er septembre 2025 au 31 août 2026')
  })

  it.each([['before the start', '2025-08-31', 'avant le début de la participation'], ['absent', '', 'Saisissez le dernier jour'], ['too far', '2226-01-01', 'Vérifiez l’année']])('refuses a day %s', async (_what, endsOn, sentence) => {
    const { agent, path, member } = await withNamed()
    const page = await submit(agent, path('fin'), { endsOn }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(`value="${shownAgain(endsOn)}"`)
    expect((await reload(member.id)).endsOn).toBeNull()
  })

  it('is for the people of an open CLEE', async () => {
    await expectClosed('fin', { endsOn: '2026-08-31' })
  })
})

describe('the list of members', () => {
  it('is searched, filtered, sorted, cut in pages and exported, names included', async () => {
    const { clee, agent, list } = await withNamed()
    const alone = (number: number) => ({ cleeId: clee.id, world: 'community' as const, jobTitle: 'Parent', lastName: `Nom ${String(number).padStart(2, '0')}`, hasSeat: false, startsOn: day('2024-09-01') })
    await db.member.createMany({ data: Array.from({ length: 30 }, (_, number) => alone(number)) })
    const first = await open(agent, list)
    expect(first).toContain('31 membres, en plus des copilotes')
    expect(first).toContain('Ateliers du Nord')
    expect(first).not.toContain('Nom 29')
    expect(await open(agent, `${list}?page=2`)).toContain('Nom 29')
    expect(await open(agent, `${list}?tri=-structure`)).toContain('Nom 29')
    expect(await open(agent, `${list}?recherche=GERANTE`)).toContain('1 membre,')
    expect(await open(agent, `${list}?monde=economy&siege=oui`)).toContain('1 membre,')
    expect(await open(agent, `${list}?recherche=zzz`)).toContain('Aucun membre ne correspond')
    const csv = await agent.get(`${list}.csv?monde=economy`).expect(200)
    expect(csv.text.split('\r\n').slice(1)).toEqual(['Économie;Ateliers du Nord;;;Gérante;Zoé;Kervella;oui;2025-09-01;;;;', ''])
    expect(csv.headers['content-type']).toContain('text/csv')
  })

  it('can be pasted back into an import: nothing is added twice', async () => {
    const { agent, list } = await withNamed()
    const csv = (await agent.get(`${list}.csv`).expect(200)).text
    expect(readable((await submit(agent, `${list}/import`, { lines: csv }).expect(200)).text)).toContain('0 ligne sera ajoutée, 1 ligne sera ignorée')
  })

  it('is read by the mission and the coordinator; closed, it is only read', async () => {
    const { clee, mission, bassin, list } = await withNamed()
    for (const user of [mission, await makeCoordinator(bassin.id)]) expect(await open(await signedIn(user), list)).toContain('Ajouter un membre')
    await db.clee.update({ where: { id: clee.id }, data: { status: 'closed' } })
    const page = await open(await signedIn(mission), list)
    expect(page).toContain('Ateliers du Nord')
    for (const button of ['Ajouter un membre', 'Modifier', 'Enregistrer l’accord']) expect(page).not.toContain(button)
  })
})

it('a draft lists and adds its first members under its stepper', async () => {
  const { clee, head } = await makeClee('draft')
  const agent = await signedIn(head)
  expect(await open(agent, `/clees/${clee.slug}/membres`)).toContain('Étape 4 sur 5')
  expect(await open(agent, `/clees/${clee.slug}/membres/ajout`)).toContain('Étape 4 sur 5')
  const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/membres/ajout`, { world: 'economy', organisationName: 'Atelier', jobTitle: 'Gérante' }))
  for (const text of ['Le membre est ajouté', 'Atelier Gérante', 'Continuer']) expect(page).toContain(text)
})

describe('what is told of a member', () => {
  const dayFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

  it('says from which day a member stands under « Anciens » when the last one is not past', async () => {
    const [later, past] = [await withNamed(), await withNamed()]
    expect(await follow(later.agent, await submit(later.agent, later.path('fin'), { endsOn: '2027-08-31' }))).toContain('sous « Anciens », à partir du 1er septembre 2027.')
    expect(await follow(past.agent, await submit(past.agent, past.path('fin'), { endsOn: dayFrom(-2) }))).toContain('sous « Anciens ».')
  })

  it('elides before a vowel, and writes quotes within quotes', async () => {
    const { agent, path, member, clee } = await withNamed({ firstName: 'Anne' })
    expect(await follow(agent, await submit(agent, path('accord'), { consentOn: '2026-01-12', means: 'oral', precision: '' }))).toContain('le nom d’Anne Kervella figure')
    await db.organisation.update({ where: { id: member.organisationId ?? '' }, data: { name: 'Ateliers « Le Nord »' } })
    expect(await open(agent, path('retrait'))).toContain('« Gérante, Ateliers “Le Nord” »')
    expect(await open(agent, `/clees/${clee.slug}/membres`)).toContain('Ateliers « Le Nord »')
  })

  it('tells at once a school that is unknown and what else is wrong', async () => {
    const { agent, list } = await withNamed()
    const page = await submit(agent, `${list}/ajout`, { world: 'education', schoolUai: 'Collège introuvable', jobTitle: '' }).expect(422)
    for (const text of ['Le formulaire contient 2 erreurs', 'Aucun établissement ne correspond', 'Saisissez la fonction']) expect(readable(page.text)).toContain(text)
    expect(page.text).toContain('value="Collège introuvable"')
  })
})
