import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead, makeUser } from './support/factories.ts'
import { eventsOf, follow, open, readable, statusesOf, submit } from './support/features.ts'

const person = { firstName: 'Yann', lastName: 'Guivarch', email: 'yann@entreprise.test', jobTitle: 'Directeur', organisationName: 'Chantiers du Nord', siret: '' }

describe('naming the economic co-pilot', () => {
  it('replaces, in a draft, the person named, and invites nobody yet', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/copilotes`, { ...person, siret: '732 829 320 00074' }))
    expect(page).toContain('il sera invité quand vous enverrez la déclaration')
    const seats = await db.copilot.findMany({ where: { cleeId: clee.id, side: 'economy' }, include: { organisation: true } })
    expect(seats).toMatchObject([{ email: 'yann@entreprise.test', userId: null, acceptedAt: null, organisation: { name: 'Chantiers du Nord', siret: '73282932000074' } }])
    expect([await db.mail.count(), await db.invitation.count()]).toEqual([0, 0])
    expect((await eventsOf(clee.id)).at(-1)).toBe('copilot.designation')
  })

  it.each([
    ['no name', { lastName: '' }, 'Saisissez le nom du copilote'],
    ['half an address', { email: 'yann@' }, 'adresse électronique complète'],
    ['no structure', { organisationName: ' ' }, 'Saisissez le nom de sa structure'],
    ['a wrong SIRET', { siret: '73282932000075' }, 'Ce numéro SIRET est faux'],
    ['a SIREN', { siret: '732829320' }, 'numéro SIREN'],
    ['a function of 121 characters', { jobTitle: 'a'.repeat(121) }, 'Raccourcissez ce texte'],
  ])('refuses %s and shows the form filled', async (_what, change, sentence) => {
    const { clee, head } = await makeClee('draft')
    const typed = { ...person, ...change }
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, typed).expect(422)
    expect(readable(page.text)).toContain(sentence)
    for (const value of [typed.firstName, typed.email, typed.jobTitle]) expect(page.text).toContain(`value="${value}"`)
    expect(await db.copilot.count({ where: { email: typed.email } })).toBe(0)
  })

  it('refuses at its field an address of the education side', async () => {
    const { clee, head } = await makeClee('draft')
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, { ...person, email: head.email.toUpperCase() }).expect(422)
    expect(readable(page.text)).toContain('ne peut pas recevoir le copilotage économique')
    const other = await makeUser('coordinator')
    await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, { ...person, email: other.email }).expect(422)
    expect(await db.copilot.count({ where: { side: 'economy', email: { in: [head.email, other.email] } } })).toBe(0)
  })

  it('is over once the declaration is sent', async () => {
    for (const stage of ['declared', 'active'] as const) {
      const { clee, head } = await makeClee(stage)
      const before = await db.copilot.findMany({ where: { cleeId: clee.id } })
      const page = await submit(await signedIn(head), `/clees/${clee.slug}/copilotes`, person).expect(409)
      expect(readable(page.text)).toContain('invitez les copilotes depuis la page « Copilotes »')
      expect(await db.copilot.findMany({ where: { cleeId: clee.id } })).toEqual(before)
    }
  })

  it('twice at once leaves one seat waiting', async () => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    const statuses = await statusesOf(['un@essai.test', 'deux@essai.test'].map((email) => submit(agent, `/clees/${clee.slug}/copilotes`, { ...person, email })))
    expect(statuses[0]).toBe(303)
    expect([303, 409]).toContain(statuses[1])
    expect(await db.copilot.count({ where: { side: 'economy' } })).toBe(1)
  })

  it('is open to nobody but its author', async () => {
    const { clee, mission, bassin } = await makeClee('draft')
    for (const outsider of [mission, await makeHead(), await makeCoordinator(bassin.id)]) {
      await submit(await signedIn(outsider), `/clees/${clee.slug}/copilotes`, { ...person, email: 'x@essai.test' }).expect(404)
    }
    expect(await db.copilot.count({ where: { email: 'x@essai.test' } })).toBe(0)
  })
})

describe('the page of the co-pilots', () => {
  it('shows the seats of each side and who waits, to everybody of the space', async () => {
    const { clee, head, mission, bassin } = await makeClee('declared')
    const waiting = clee.copilots.find(({ side }) => side === 'economy')!
    for (const person of [head, mission, await makeCoordinator(bassin.id)]) {
      const page = await open(await signedIn(person), `/clees/${clee.slug}/copilotes`)
      for (const text of [`${head.firstName} ${head.lastName}`, 'Proviseure', `${waiting.firstName} ${waiting.lastName}`, 'Invitation en attente', 'Son lien personnel sert jusqu’au']) expect(page).toContain(text)
      const mayInvite = person === head || person === mission
      for (const text of ['Renvoyer l’invitation', 'Annuler l’invitation', 'Inviter un copilote', 'Corriger']) expect([text, page.includes(text)]).toEqual([text, mayInvite])
    }
    for (const outsider of [await makeHead(), await makeCoordinator(bassin.id, '2020-2021')]) await (await signedIn(outsider)).get(`/clees/${clee.slug}/copilotes`).expect(404)
  })

  it('says that a link is past its date', async () => {
    const { clee, head } = await makeClee('declared')
    await db.invitation.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await open(await signedIn(head), `/clees/${clee.slug}/copilotes`)).toContain('Son lien personnel ne sert plus')
  })

  it('offers to hand over or to end only to who holds the seat, and to the mission', async () => {
    const { clee, head, company, mission, bassin } = await makeClee('active')
    const offers = async (person: { email: string }) => (await open(await signedIn(person), `/clees/${clee.slug}/copilotes`)).split('Passer la main').length - 1
    expect([await offers(head), await offers(company!), await offers(mission), await offers(await makeCoordinator(bassin.id))]).toEqual([1, 1, 2, 0])
  })

  it('warns above four co-pilots (R3), and not before', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    const add = (number: number) => db.copilot.create({
      data: { cleeId: clee.id, side: 'education', firstName: 'Loïc', lastName: `Tanguy ${'x'.repeat(number)}`, email: `n${number}@essai.test`, jobTitle: 'Principal', schoolUai: head.schoolUai, startsOn: new Date('2024-09-01'), acceptedAt: new Date() },
    })
    await add(1)
    await add(2)
    expect(await open(agent, `/clees/${clee.slug}/copilotes`)).not.toContain('plus de quatre copilotes')
    await add(3)
    expect(await open(agent, `/clees/${clee.slug}/copilotes`)).toContain('plus de quatre copilotes')
  })
})

describe('the history of the mandates', () => {
  const path = (slug: string, query = '') => `/clees/${slug}/copilotes${query}`

  async function makeHistory() {
    const people = await makeClee('active', 'CLEE du Coglais')
    const seat = (lastName: string, startsOn: string, endsOn: string) =>
      db.copilot.create({ data: { cleeId: people.clee.id, side: 'education', firstName: 'Loïc', lastName, email: `${lastName}@essai.test`, jobTitle: 'Principal', schoolUai: people.head.schoolUai, startsOn: new Date(startsOn), endsOn: new Date(endsOn), acceptedAt: new Date(startsOn) } })
    await seat('Tanguy', '2021-09-01', '2023-08-31')
    await seat('Abgrall', '2020-09-15', '2021-08-31')
    return { ...people, agent: await signedIn(people.head) }
  }

  it('has a line for each school year, newest first', async () => {
    const { clee, agent } = await makeHistory()
    const page = await open(agent, path(clee.slug))
    expect(page).toMatch(/2022-2023.*Tanguy.*2021-2022.*Tanguy.*2020-2021.*Abgrall/)
    expect(page).toContain('du 01/09/2021 au 31/08/2023')
    expect(page).toContain('5 lignes')
  })

  it('is searched, filtered and sorted', async () => {
    const { clee, agent } = await makeHistory()
    const found = await open(agent, path(clee.slug, '?texte=abgrall'))
    expect(found).toContain('1 ligne')
    expect(found).not.toContain('Tanguy')
    expect(await open(agent, path(clee.slug, '?annee=2021-2022'))).toContain('1 ligne')
    expect(await open(agent, path(clee.slug, '?monde=economie'))).toContain('1 ligne')
    expect(await open(agent, path(clee.slug, '?texte=zzz'))).toContain('Aucun mandat ne correspond à ces filtres')
    expect(await open(agent, path(clee.slug, '?tri=personne&monde=education'))).toMatch(/Historique.*Abgrall.*Tanguy/)
    expect(await open(agent, path(clee.slug, '?tri=-personne&monde=education'))).toMatch(/Historique.*Tanguy.*Abgrall/)
    await agent.get(path(clee.slug, '?annee=x&monde=y&tri=z&page=-1&texte=%00')).expect(400)
    await agent.get(path(clee.slug, '?annee=x&monde=y&tri=z&page=-1')).expect(200)
  })

  it('is exported as it is filtered', async () => {
    const { clee, agent } = await makeHistory()
    const { text, headers } = await agent.get(`/clees/${clee.slug}/copilotes.csv?texte=tanguy`).expect(200)
    expect(headers['content-disposition']).toContain('copilotes-clee-du-coglais.csv')
    expect(text.trim().split('\r\n')).toHaveLength(3)
    expect(text).toMatch(/2022-2023;Monde éducatif;Loïc Tanguy;Principal;.*;2021-09-01;2023-08-31/)
    await (await signedIn(await makeHead())).get(`/clees/${clee.slug}/copilotes.csv`).expect(404)
  })

  it('is empty before anybody has a mandate, and leaves out who never answered', async () => {
    const { clee, agent } = await makeHistory()
    await db.copilot.updateMany({ where: { side: 'economy' }, data: { acceptedAt: null } })
    expect(await open(agent, path(clee.slug))).toContain('4 lignes')
    expect(await open(agent, path(clee.slug, '?monde=economie'))).toContain('Aucun mandat')
  })

  it('keeps a person who was forgotten under their function', async () => {
    const { clee, agent } = await makeHistory()
    await db.copilot.updateMany({ where: { lastName: 'Tanguy' }, data: { firstName: '', lastName: '' } })
    expect(await open(agent, path(clee.slug, '?annee=2022-2023'))).toMatch(/2022-2023 Monde éducatif Principal/)
  })
})
