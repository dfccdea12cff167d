import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { balanceOf } from '../src/members/balance.ts'
import type { World } from '../src/generated/prisma/client.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { eventsOf, follow, open, readable, shownAgain, statusesOf, submit } from './support/features.ts'

const company = { world: 'economy', organisationName: 'Menuiserie Le Goff', jobTitle: 'Gérante', hasSeat: 'oui' }

describe('adding a member', () => {
  it('adds a structure and a function, without any name', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/membres/ajout`, company))
    expect(page).toContain('Le membre est ajouté')
    expect(page).toContain('Menuiserie Le Goff Gérante')
    const member = await db.member.findFirstOrThrow({ include: { organisation: true } })
    expect(member).toMatchObject({ cleeId: clee.id, world: 'economy', hasSeat: true, schoolUai: null, organisation: { name: 'Menuiserie Le Goff', world: 'economy' } })
    expect((await eventsOf(clee.id)).at(-1)).toBe('member.addition')
  })

  it('adds a school by its UAI, however it is typed', async () => {
    const { clee, head } = await makeClee('active')
    const school = await makeSchool({ uai: '0350122T', name: 'Collège Mahatma Gandhi', kind: 'college' })
    await submit(await signedIn(head), `/clees/${clee.slug}/membres/ajout`, { world: 'education', schoolUai: ' 035 0122t', jobTitle: 'Principal' }).expect(303)
    expect(await db.member.findFirst()).toMatchObject({ schoolUai: school.uai, organisationId: null, hasSeat: false })
  })

  it.each([
    ['no world', { world: '' }, 'Choisissez le monde'],
    ['an unknown world', { world: 'sport' }, 'Choisissez le monde'],
    ['no function', { jobTitle: ' ' }, 'Saisissez la fonction'],
    ['no structure', { organisationName: '' }, 'Indiquez une structure'],
    ['no structure of education', { world: 'education', organisationName: '' }, 'Indiquez une structure'],
    ['a school and an organisation', { world: 'education', schoolUai: '0350122T' }, 'pas les deux'],
    ['a school of the economy', { schoolUai: '0350122T', organisationName: '' }, 'appartient au monde de l’éducation'],
    ['a UAI with a wrong key', { world: 'education', schoolUai: '0350122A', organisationName: '' }, 'la lettre attendue est T'],
    ['a school of no such name', { world: 'education', schoolUai: 'Collège du Néant', organisationName: '' }, 'Aucun établissement ne correspond'],
    ['an unknown school', { world: 'education', schoolUai: '0350122T', organisationName: '' }, 'n’est pas dans l’annuaire du portail'],
    ['a name of 201 characters', { organisationName: 'a'.repeat(201) }, 'Raccourcissez ce texte'],
  ])('refuses %s and shows the form filled', async (_what, change, sentence) => {
    const { clee, head } = await makeClee('active')
    const typed = { ...company, ...change }
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/membres/ajout`, typed).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(`value="${typed.jobTitle}"`)
    expect(await db.member.count()).toBe(0)
  })

  it('refuses the same structure with the same function, accepts another function', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    const path = `/clees/${clee.slug}/membres/ajout`
    await submit(agent, path, company).expect(303)
    const page = await submit(agent, path, { ...company, organisationName: 'MENUISERIE LE GOFF', jobTitle: 'GÉRANTE' }).expect(422)
    expect(readable(page.text)).toContain('déjà membre avec la même fonction')
    await submit(agent, path, { ...company, jobTitle: 'Maître d’apprentissage' }).expect(303)
    expect([await db.member.count(), await db.organisation.count({ where: { name: 'Menuiserie Le Goff' } })]).toEqual([2, 1])
  })

  it('adds one member of two clicks at once', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    expect(await statusesOf([1, 2].map(() => submit(agent, `/clees/${clee.slug}/membres/ajout`, company)))).toEqual([303, 422])
    expect(await db.member.count()).toBe(1)
    expect((await eventsOf(clee.id)).filter((event) => event === 'member.addition')).toHaveLength(1)
  })

  it('is open while the mission’s answer is awaited, to the coordinator too', async () => {
    const { clee, head, bassin } = await makeClee('declared')
    await submit(await signedIn(head), `/clees/${clee.slug}/membres/ajout`, company).expect(303)
    await submit(await signedIn(await makeCoordinator(bassin.id)), `/clees/${clee.slug}/membres/ajout`, { ...company, jobTitle: 'Comptable' }).expect(303)
    await submit(await signedIn(await makeHead()), `/clees/${clee.slug}/membres/ajout`, company).expect(404)
    expect(await db.member.count()).toBe(2)
  })
})

describe('removing a member', () => {
  async function withMember() {
    const made = await makeClee('active')
    const agent = await signedIn(made.head)
    await submit(agent, `/clees/${made.clee.slug}/membres/ajout`, company).expect(303)
    const member = await db.member.findFirstOrThrow()
    return { ...made, agent, path: `/clees/${made.clee.slug}/membres/${member.id}/retrait`, member }
  }

  it('asks first, then removes, once', async () => {
    const { clee, agent, path } = await withMember()
    expect(await open(agent, path)).toMatch(/« Gérante, Menuiserie Le Goff », .* ne figurera plus/)
    expect(await db.member.count()).toBe(1)
    const [first, second] = await statusesOf([1, 2].map(() => submit(agent, path)))
    expect(first).toBe(303)
    expect([303, 404]).toContain(second)
    await submit(agent, path).expect(404)
    expect(await db.member.count()).toBe(0)
    expect((await eventsOf(clee.id)).filter((event) => event === 'member.removal')).toHaveLength(1)
    expect(await open(agent, `/clees/${clee.slug}/membres`)).toContain('Aucun membre pour le moment')
  })

  it('finds neither another CLEE’s member nor a malformed one', async () => {
    const { member, path } = await withMember()
    const { clee: other, head } = await makeClee('active')
    const agent = await signedIn(head)
    await submit(agent, path).expect(404)
    await submit(agent, `/clees/${other.slug}/membres/${member.id}/retrait`).expect(404)
    await agent.get(`/clees/${other.slug}/membres/x/retrait`).expect(404)
    expect(await db.member.count()).toBe(1)
  })
})

describe('the balance of the steering committee (R4)', () => {
  const began = { acceptedAt: new Date(), startsOn: new Date('2025-09-01') }
  const copilots = [{ ...began, side: 'education' as const }, { ...began, side: 'economy' as const }]
  const seats = (...worlds: World[]) => worlds.map((world) => ({ world, hasSeat: true }))

  it('counts co-pilots and seated members only', () => {
    const { total, worlds } = balanceOf({ status: 'active', copilots, members: [...seats('employment'), { world: 'community', hasSeat: false }] })
    expect(total).toBe(3)
    expect(worlds.map(({ seats: count }) => count)).toEqual([1, 1, 1, 0])
    expect(worlds[0]?.share).toBeCloseTo(1 / 3)
  })

  it.each([
    ['nobody', [], [], ['« Éducation » n’a pas', '« Économie » n’a pas', '« Insertion et emploi » n’a pas', 'moins de 6']],
    ['the co-pilots alone', copilots, [], ['« Insertion et emploi » n’a pas', 'moins de 6']],
    ['six seats, three worlds', copilots, seats('education', 'economy', 'employment', 'employment'), []],
    ['half in one world', copilots, seats('economy', 'economy', 'employment', 'employment'), []],
    ['more than half in one world', copilots, seats('economy', 'economy', 'economy', 'employment'), ['« Économie » occupe plus de la moitié']],
    ['twenty seats', copilots, seats(...Array<World>(9).fill('employment'), ...Array<World>(9).fill('community')), []],
    ['twenty-one seats', copilots, seats(...Array<World>(10).fill('employment'), ...Array<World>(9).fill('community')), ['plus de 20']],
  ])('with %s', (_what, pilots, members, expected) => {
    const { warnings } = balanceOf({ status: 'active', copilots: pilots, members })
    expect(warnings).toHaveLength(expected.length)
    for (const [index, part] of expected.entries()) expect(warnings[index]).toContain(part)
  })
})

const postOffice = '356 000 000 49837'

describe('what is typed of a member', () => {
  it.each([
    ['a name of 300 characters', { organisationName: 'a'.repeat(300) }, 'Raccourcissez ce texte'],
    ['a function of 300 characters', { jobTitle: 'a'.repeat(300) }, 'Raccourcissez ce texte'],
    ['a first name of 300 characters', { firstName: 'a'.repeat(300), lastName: 'Le Goff' }, 'Raccourcissez ce texte'],
    ['an emoji in the structure', { organisationName: '🏭 Ateliers' }, 'Retirez de ce texte les émoticônes'],
    ['an emoji in a name', { lastName: 'Le Goff 🦊' }, 'Un nom se compose de lettres'],
    ['<script> as a function', { jobTitle: '<script>alert(1)</script>' }, 'Retirez de ce texte les émoticônes'],
    ['a SIRET failing Luhn', { siret: '73282932000075' }, 'numéro SIRET est faux'],
    ['a SIREN', { siret: '732829320' }, 'SIREN'],
    ['an end before the start', { startsOn: '2026-09-01', endsOn: '31/08/2026' }, 'La fin vient avant le début'],
    ['a start before 1990', { startsOn: '1026-09-01' }, 'Vérifiez l’année'],
    ['an end too far', { endsOn: '2206-09-01' }, 'Vérifiez l’année'],
    ['a day that does not exist', { startsOn: '31/02/2026' }, 'une date qui existe'],
    ['a first name alone', { firstName: 'Zoé' }, 'le nom de famille'],
    ['details of no organisation', { organisationName: '', organisationCity: 'Redon' }, 'Saisissez le nom de cette organisation'],
    ['an unknown SIRET without a name', { organisationName: '', siret: '73282932000074' }, 'saisissez aussi le nom'],
  ])('%s comes back beside its field, with everything typed', async (_what, change, sentence) => {
    const { clee, head } = await makeClee('active')
    const typed = { ...company, organisationCity: '', organisationKind: 'company', ...change } as Record<string, string>
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/membres/ajout`, typed).expect(422)
    expect(readable(page.text)).toContain(sentence)
    const escaped = (text: string) => text.replace(/</g, '&lt;').replace(/>/g, '&gt;')
    for (const name of Object.keys(change)) expect(page.text).toContain(`id="${name}" name="${name}" value="${escaped(shownAgain(typed[name] ?? ''))}"`)
    expect(page.text).toMatch(/aria-describedby="\w+-erreur"/)
    expect([await db.member.count(), await db.organisation.count({ where: { name: company.organisationName } })]).toEqual([0, 0])
  })

  it('may be a SIRET of La Poste, a kind that gives the world, a school by its name, a person alone', async () => {
    const { clee, head } = await makeClee('active')
    const { uai } = await makeSchool({ name: 'Collège des Marches' })
    const add = async (body: object) => submit(await signedIn(head), `/clees/${clee.slug}/membres/ajout`, { jobTitle: 'Directrice', ...body }).expect(303)
    await add({ world: 'economy', organisationName: 'Bureau de poste', siret: postOffice })
    await add({ world: '', organisationName: 'Mission locale', organisationKind: 'employment_service' })
    await add({ world: 'education', schoolUai: 'marches', firstName: 'Zoé', lastName: 'Kervella' })
    await add({ world: 'community', jobTitle: 'Parent', lastName: 'Guivarch' })
    expect(await db.member.findMany({ include: { organisation: true }, orderBy: { createdAt: 'asc' } })).toMatchObject([
      { organisation: { siret: '35600000049837' } },
      { world: 'employment', organisation: { kind: 'employment_service', world: 'employment' } },
      { schoolUai: uai, lastName: 'Kervella', consentOn: null },
      { schoolUai: null, organisationId: null, lastName: 'Guivarch' },
    ])
  })

  it('under a known SIRET is registered under its name, and this is said', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    await submit(agent, `/clees/${clee.slug}/membres/ajout`, { ...company, siret: '73282932000074' }).expect(303)
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/membres/ajout`, { ...company, organisationName: 'Le Goff SARL', siret: '73282932000074', jobTitle: 'Comptable' }))
    expect(page).toContain('est enregistré au nom de « Menuiserie Le Goff »')
    expect(await db.organisation.count({ where: { siret: { not: null } } })).toBe(1)
  })

  it('offers the schools that a name means, and takes the one chosen', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    const [, second] = [await makeSchool({ name: 'Collège Pasteur', city: 'Redon' }), await makeSchool({ name: 'Collège Pasteur', city: 'Vitré' })]
    const body = { world: 'education', schoolUai: 'pasteur', jobTitle: 'Principale' }
    const page = await submit(agent, `/clees/${clee.slug}/membres/ajout`, body).expect(422)
    expect(readable(page.text)).toContain('choisissez le bon')
    await submit(agent, `/clees/${clee.slug}/membres/ajout`, { ...body, schoolUai: ['pasteur', `Collège Pasteur, Vitré (${second.uai})`] }).expect(303)
    expect(await db.member.findFirst()).toMatchObject({ schoolUai: second.uai })
  })
})

it('whoever has not accepted, or not begun, counts no seat once the CLEE is declared; in a draft everybody does', async () => {
  const [acceptedAt, startsOn] = [new Date(), new Date('2025-09-01')]
  const [education, economy] = [{ side: 'education' as const, startsOn }, { side: 'economy' as const, startsOn }]
  const copilots = [{ ...education, acceptedAt }, { ...education, acceptedAt: null }, { ...education, acceptedAt, startsOn: new Date('2999-09-01') }, { ...economy, acceptedAt: null }]
  const worldsOf = (status: 'draft' | 'declared') => balanceOf({ status, copilots, members: [] }).worlds.map(({ seats }) => seats)
  expect([worldsOf('declared'), worldsOf('draft')]).toEqual([[1, 0, 0, 0], [3, 1, 0, 0]])
  const { clee, head } = await makeClee('declared')
  const agent = await signedIn(head)
  for (const path of ['membres', 'comite-de-pilotage', 'espace']) expect(await open(agent, `/clees/${clee.slug}/${path}`)).toContain('1 invitation en attente ne compte pas encore')
  expect(await open(agent, `/clees/${clee.slug}/comite-de-pilotage`)).toContain('Copilote, invitation en attente')
  const draft = await makeClee('draft')
  expect(await open(await signedIn(draft.head), `/clees/${draft.clee.slug}/membres`)).not.toContain('en attente ne')
})
