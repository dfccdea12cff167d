import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCommune, makeCoordinator, makeHead, makeMission } from './support/factories.ts'
import { eventsOf, follow, mailsOf, open, readable, statusesOf, submit } from './support/features.ts'

const first = Number(schoolYearOf().slice(0, 4))
const lastYear = `${first - 1}-${first}`

describe('who sees a CLEE', () => {
  it.each([
    ['draft', 404, 404],
    ['declared', 404, 200],
    ['acknowledged', 200, 200],
    ['active', 200, 200],
  ] as const)('a %s one: %i to the public and to other people, %i to the coordinator', async (stage, outsiders, coordination) => {
    const { clee, head, mission, bassin } = await makeClee(stage)
    const { head: other } = await makeClee('active')
    const path = `/clees/${clee.slug}`
    await visitor().get(path).expect(outsiders)
    for (const person of [other, await makeCoordinator(bassin.id, lastYear), await makeCoordinator((await makeBassin()).id)]) {
      const agent = await signedIn(person)
      await agent.get(path).expect(outsiders)
      await agent.get(`${path}/espace`).expect(404)
    }
    await (await signedIn(head)).get(path).expect(200)
    await (await signedIn(mission)).get(path).expect(stage === 'draft' ? 404 : 200)
    const coordinator = await signedIn(await makeCoordinator(bassin.id))
    await coordinator.get(path).expect(coordination)
    await coordinator.get(`${path}/espace`).expect(coordination)
  })

  it('sends an anonymous visitor of the space to the sign-in and back', async () => {
    const { clee } = await makeClee('active')
    const { headers } = await visitor().get(`/clees/${clee.slug}/espace`).expect(302)
    expect(headers['location']).toBe(`/connexion?suite=${encodeURIComponent(`/clees/${clee.slug}/espace`)}`)
  })

  it('answers 404 to a CLEE that does not exist', async () => {
    await visitor().get('/clees/nulle-part').expect(404)
    await visitor().get(`/clees/${'a'.repeat(5000)}`).expect(404)
  })
})

describe('taking note of a set-up', () => {
  it('publishes the CLEE and tells its co-pilots', async () => {
    const { clee, head, mission } = await makeClee('declared')
    const agent = await signedIn(mission)
    expect(await open(agent, `/clees/${clee.slug}/espace`)).toContain('Ce CLEE attend votre prise d’acte')
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/prise-d-acte`))
    expect(page).toContain('Vous avez pris acte')
    expect(page).not.toContain('attend votre prise d’acte')
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ acknowledgedAt: expect.any(Date) })
    expect(await eventsOf(clee.id)).toContain('clee.acknowledgement')
    expect(await mailsOf('clee.acknowledgement')).toEqual([head.email])
    expect(await open(visitor(), '/clees')).toContain(clee.name)
  })

  it('counts once, even with two clicks at once', async () => {
    const { clee, mission } = await makeClee('declared')
    const agent = await signedIn(mission)
    expect(await statusesOf([1, 2].map(() => submit(agent, `/clees/${clee.slug}/prise-d-acte`)))).toEqual([303, 409])
    await submit(agent, `/clees/${clee.slug}/prise-d-acte`).expect(409)
    expect((await eventsOf(clee.id)).filter((event) => event === 'clee.acknowledgement')).toHaveLength(1)
    expect(await mailsOf('clee.acknowledgement')).toHaveLength(1)
  })

  it('is refused to the others, and to a draft', async () => {
    const { clee, head, bassin, mission } = await makeClee('declared')
    for (const person of [head, await makeCoordinator(bassin.id)]) await submit(await signedIn(person), `/clees/${clee.slug}/prise-d-acte`).expect(403)
    const draft = await makeClee('draft')
    await submit(await signedIn(mission), `/clees/${draft.clee.slug}/prise-d-acte`).expect(404)
    expect(await db.clee.count({ where: { acknowledgedAt: { not: null } } })).toBe(0)
  })
})

describe('correcting a CLEE', () => {
  it('is open to its co-pilots, the mission and the coordinator of the bassin this year', async () => {
    const { clee, head, company, mission, bassin } = await makeClee('active')
    for (const [index, editor] of [head, company!, mission, await makeCoordinator(bassin.id)].entries()) {
      const agent = await signedIn(editor)
      const identity = { name: clee.name, presentation: `Texte ${index}`, bassinIds: bassin.id }
      expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/identite`, identity))).toContain('L’identité du CLEE est enregistrée')
      expect(await follow(agent, await submit(agent, `/clees/${clee.slug}/territoire`, { territory: `Limite ${index}` }))).toContain('Le territoire est enregistré')
      expect(await db.clee.findFirst()).toMatchObject({ presentation: `Texte ${index}`, territory: `Limite ${index}` })
    }
    expect((await eventsOf(clee.id)).filter((event) => event === 'clee.identity')).toHaveLength(4)
  })

  it('is refused to everybody else', async () => {
    const { clee, bassin } = await makeClee('active')
    for (const person of [await makeHead(), await makeCoordinator(bassin.id, lastYear), await makeCoordinator((await makeBassin()).id)]) {
      const agent = await signedIn(person)
      for (const page of ['identite', 'territoire', 'membres', 'copilotes']) {
        await agent.get(`/clees/${clee.slug}/${page}`).expect(404)
        await submit(agent, `/clees/${clee.slug}/${page}`, { name: 'Pris', territory: 'Pris', bassinIds: bassin.id }).expect(404)
      }
    }
    await submit(visitor(), `/clees/${clee.slug}/identite`, { name: 'Pris' }).expect(302)
    expect(await db.clee.findFirst()).toMatchObject({ name: clee.name, territory: '' })
  })

  it('keeps the address of a CLEE whose name changes, and lets nobody take it', async () => {
    const { clee, head, bassin } = await makeClee('active', 'CLEE du Coglais')
    const agent = await signedIn(head)
    const identity = { name: 'CLEE du Couesnon', presentation: '', bassinIds: bassin.id }
    await submit(agent, '/clees/clee-du-coglais/identite', identity).expect(303)
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ name: 'CLEE du Couesnon', slug: 'clee-du-coglais' })
    const other = await signedIn(await makeHead())
    const page = await submit(other, '/declaration', { ...identity, name: 'CLEE du Coglais' }).expect(422)
    expect(readable(page.text)).toContain('porte déjà ce nom')
  })

  it.each([
    ['no name', { name: '' }, 'Donnez un nom au CLEE'],
    ['the name of another', { name: 'clee de VITRE' }, 'porte déjà ce nom'],
    ['no bassin', { bassinIds: '' }, 'Choisissez au moins un bassin'],
  ])('refuses %s, and keeps what was typed', async (_what, change, sentence) => {
    await makeClee('active', 'CLEE de Vitré')
    const { clee, head, bassin } = await makeClee('active', 'CLEE du Coglais')
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/identite`, { name: clee.name, presentation: 'À garder', bassinIds: bassin.id, ...change }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain('À garder')
    expect(await db.clee.findUniqueOrThrow({ where: { id: clee.id } })).toMatchObject({ name: clee.name, presentation: clee.presentation })
  })

  it('refuses a territory too long, and keeps what was typed', async () => {
    const { clee, head } = await makeClee('active')
    const page = await submit(await signedIn(head), `/clees/${clee.slug}/territoire`, { territory: `Début ${'a'.repeat(2001)}` }).expect(422)
    expect(page.text).toContain('Début aaa')
    expect(await db.clee.findFirst()).toMatchObject({ territory: '' })
  })

  it('by two people at once ends with the bassins of one of them', async () => {
    const { clee, head, company, bassin } = await makeClee('active')
    const other = await makeBassin()
    const agents = await Promise.all([signedIn(head), signedIn(company!)])
    const statuses = await statusesOf(agents.map((agent) => submit(agent, `/clees/${clee.slug}/identite`, { name: clee.name, presentation: '', bassinIds: [bassin.id, other.id] })))
    expect(statuses[0]).toBe(303)
    expect([303, 409]).toContain(statuses[1])
    expect(await db.cleeBassin.count({ where: { cleeId: clee.id } })).toBe(2)
  })
})

describe('the public page of a CLEE', () => {
  it('shows functions and structures, no person’s name and no address (R18)', async () => {
    const { clee, head, company } = await makeClee('active')
    await makeMission()
    for (const path of ['/', '/clees', `/clees/${clee.slug}`, `/bassins/${clee.bassins[0]?.bassin.slug}`]) {
      const { text } = await visitor().get(path).expect(200)
      for (const person of [head, company!]) {
        expect(text).not.toContain(person.lastName)
        expect(text).not.toContain(person.email)
      }
      expect(text).not.toMatch(/[\w.]+@[\w-]+\.\w+/)
    }
    const page = await open(visitor(), `/clees/${clee.slug}`)
    expect(page).toContain(head.jobTitle)
    expect(page).toContain(clee.copilots.find(({ side }) => side === 'economy')?.organisation?.name)
  })

  it.each([
    ['presentation', 'identite', (bassinId: string) => ({ name: 'CLEE du Coglais', presentation: 'Nouveau texte', bassinIds: bassinId })],
    ['territory', 'territoire', () => ({ territory: 'Le bocage' })],
    ['members', 'membres/ajout', () => ({ world: 'economy', organisationName: 'Atelier', jobTitle: 'Gérante' })],
  ] as const)('is dated anew when its %s change', async (_what, page, body) => {
    const { clee, head, bassin } = await makeClee('active', 'CLEE du Coglais')
    await makeCommune()
    await db.$executeRaw`UPDATE clees SET updated_at = '2020-01-15'`
    expect(await open(visitor(), `/clees/${clee.slug}`)).toContain('Dernière mise à jour : 15 janvier 2020')
    const agent = await signedIn(head)
    await submit(agent, `/clees/${clee.slug}/${page}`, body(bassin.id)).expect(303)
    expect(await open(visitor(), `/clees/${clee.slug}`)).not.toContain('15 janvier 2020')
  })
})
