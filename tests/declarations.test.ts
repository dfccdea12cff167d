import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCommune, makeCoordinator, makeHead, makeMission, makeSchool, makeUser } from './support/factories.ts'
import { eventsOf, follow, open, readable, statusesOf, submit } from './support/features.ts'

async function startAsHead() {
  const head = await makeHead()
  const bassin = await makeBassin('Fougères')
  return { head, bassin, agent: await signedIn(head), identity: { name: 'CLEE du pays de Fougères', presentation: 'La chaussure.', bassinIds: bassin.id } }
}

describe('beginning a declaration', () => {
  it('calls a head without a CLEE from the dashboard to the form', async () => {
    const { agent } = await startAsHead()
    expect(await open(agent, '/tableau-de-bord')).toContain('Commencer la déclaration')
    expect(await open(agent, '/declaration')).toContain('Nom du CLEE')
  })

  it('writes the draft, the seat of the head and the journal at the first step', async () => {
    const { head, bassin, agent, identity } = await startAsHead()
    const page = await follow(agent, await submit(agent, '/declaration', identity))
    expect(page).toContain('Le brouillon est enregistré')
    const clee = await db.clee.findFirstOrThrow({ include: { bassins: true, copilots: true } })
    expect(clee).toMatchObject({ name: 'CLEE du pays de Fougères', slug: 'clee-du-pays-de-fougeres', status: 'draft', draftedById: head.id, declaredAt: null })
    expect(clee.bassins.map(({ bassinId }) => bassinId)).toEqual([bassin.id])
    expect(clee.copilots).toMatchObject([{ side: 'education', userId: head.id, schoolUai: head.schoolUai, acceptedAt: expect.any(Date) }])
    expect(await eventsOf(clee.id)).toEqual(['clee.creation'])
  })

  it('leads back to the draft in a new session, with what was typed', async () => {
    const { head, agent, identity } = await startAsHead()
    await submit(agent, '/declaration', identity).expect(303)
    await submit(agent, '/clees/clee-du-pays-de-fougeres/territoire', { territory: 'Le bocage.' }).expect(303)
    const later = await signedIn(head)
    const { headers } = await later.get('/declaration').expect(303)
    expect(headers['location'], 'the first step that lacks something').toBe('/clees/clee-du-pays-de-fougeres/territoire')
    const page = await later.get('/clees/clee-du-pays-de-fougeres/identite').expect(200)
    expect(page.text).toContain('value="CLEE du pays de Fougères"')
    expect(page.text).toContain('La chaussure.')
    expect(await open(later, '/clees/clee-du-pays-de-fougeres/territoire')).toContain('Le bocage.')
    expect(await open(later, '/tableau-de-bord')).toContain('Reprendre la déclaration')
  })

  it.each([
    ['no name', { name: '  ' }, 'Donnez un nom au CLEE'],
    ['a name of 300 characters', { name: 'a'.repeat(300) }, 'Raccourcissez ce texte : 120 caractères au plus'],
    ['a name of emoji', { name: 'CLEE 🎉 du Coglais' }, 'Retirez de ce texte les émoticônes'],
    ['a name that gives no address', { name: 'Ленинград' }, 'lettres'],
    ['a taken name, case and accents apart', { name: 'clee  DU PAYS DE FOUGERES' }, 'porte déjà ce nom'],
    ['no bassin', { bassinIds: '' }, 'Choisissez au moins un bassin'],
    ['a bassin that is none', { bassinIds: 'x' }, 'Choisissez un bassin de la liste'],
    ['an unknown bassin', { bassinIds: '0190a000-0000-7000-8000-000000000000' }, 'Choisissez des bassins de la liste'],
    ['a presentation of 3,001 characters', { presentation: 'a'.repeat(3001) }, 'Raccourcissez ce texte'],
  ])('refuses %s, and shows the form filled', async (_what, change, sentence) => {
    const { agent, identity } = await startAsHead()
    await makeClee('draft', 'CLEE du pays de Fougères')
    const typed = { ...identity, name: 'CLEE du Coglais', presentation: 'Un texte à garder.', ...change }
    const page = await submit(agent, '/declaration', typed).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(`value="${typed.name.trim() === '' ? typed.name : typed.name}"`)
    expect(page.text).toContain(typed.presentation)
    expect(await db.clee.count()).toBe(1)
  })

  it('shows markup typed in a presentation as text', async () => {
    const { agent, identity } = await startAsHead()
    const response = await submit(agent, '/declaration', { ...identity, presentation: '<script>alert(1)</script>' }).expect(303)
    const page = await agent.get(String(response.headers['location'])).expect(200)
    expect(page.text).not.toContain('<script>alert')
  })

  it.each([
    ['a private lycée', { sector: 'private' as const, name: 'Lycée Sainte-Anne' }, 'Lycée Sainte-Anne est un établissement privé'],
    ['a CIO', { kind: 'cio' as const, name: 'CIO de Vitré' }, 'CIO de Vitré est un établissement d’un autre type'],
  ])('tells the head of %s why they cannot (R1)', async (_what, school, sentence) => {
    const { identity } = await startAsHead()
    const head = await makeUser('school_head', { schoolUai: (await makeSchool(school)).uai })
    const agent = await signedIn(head)
    expect(await open(agent, '/declaration')).toContain(sentence)
    expect(readable((await submit(agent, '/declaration', identity).expect(422)).text)).toContain(sentence)
    expect(await db.clee.count()).toBe(0)
  })

  it('keeps one draft of two clicks at once, with the same name or another', async () => {
    const { agent, identity } = await startAsHead()
    const [first, second] = await statusesOf([submit(agent, '/declaration', identity), submit(agent, '/declaration', { ...identity, name: 'CLEE du Coglais' })])
    expect(first).toBe(303)
    expect([403, 409]).toContain(second)
    expect(await db.clee.count()).toBe(1)
  })

  it('gives two heads who choose one name at once a draft and a sentence', async () => {
    const { agent, identity } = await startAsHead()
    const other = await signedIn(await makeHead())
    const [first, second] = await statusesOf([submit(agent, '/declaration', identity), submit(other, '/declaration', identity)])
    expect(first).toBe(303)
    expect([409, 422]).toContain(second)
    expect(await db.clee.count()).toBe(1)
  })

  it('is refused to a head who has a CLEE, and to every other role', async () => {
    const { clee, head, company, mission, bassin } = await makeClee('active')
    const coordinator = await makeCoordinator(bassin.id)
    for (const person of [head, company!, coordinator, mission]) {
      const agent = await signedIn(person)
      await agent.get('/declaration').expect(403)
      await submit(agent, '/declaration', { name: 'CLEE du Coglais', bassinIds: bassin.id }).expect(403)
    }
    await visitor().get('/declaration').expect(302)
    expect(await db.clee.findMany()).toMatchObject([{ id: clee.id }])
  })
})

describe('the steps of a draft', () => {
  it('follows the name of a draft in its address, and goes on to the next step', async () => {
    const { clee, head, bassin } = await makeClee('draft')
    const agent = await signedIn(head)
    const response = await submit(agent, `/clees/${clee.slug}/identite`, { name: 'CLEE du Coglais', presentation: '', bassinIds: bassin.id })
    expect(response.headers['location']).toBe('/clees/clee-du-coglais/territoire')
    expect(await follow(agent, response)).toContain('L’identité du CLEE est enregistrée')
  })

  it.each([
    ['none', '', 'Cochez au moins une commune'],
    ['one outside the académie', '75056', 'Paris (75) n’est pas dans l’académie de Rennes'],
    ['something else', 'abc', 'Choisissez des communes de la liste'],
  ])('refuses to add communes: %s', async (_what, communeCodes, sentence) => {
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    const page = await submit(agent, `/clees/${clee.slug}/territoire/communes`, { communeCodes }).expect(422)
    expect(readable(page.text)).toContain(sentence)
    expect(await db.cleeCommune.count()).toBe(1)
  })

  it('warns when another registered CLEE claims a commune, without blocking (R22)', async () => {
    const { commune, clee: other } = await makeClee('declared', 'CLEE de Vitré')
    const { clee, head } = await makeClee('draft')
    const agent = await signedIn(head)
    expect(await open(agent, `/clees/${clee.slug}/territoire`)).not.toContain('Communes déjà couvertes')
    const page = await follow(agent, await submit(agent, `/clees/${clee.slug}/territoire/communes`, { communeCodes: commune.code }))
    expect(page).toContain('Communes déjà couvertes')
    expect(page).toContain(`${commune.name} : un CLEE déclaré, pas encore publié`)
    expect(page).not.toContain(other.name)
    const summary = await open(agent, `/clees/${clee.slug}/declaration`)
    expect(summary).toContain('Communes déjà couvertes')
    expect(summary).toContain(`${commune.name} : un CLEE déclaré, pas encore publié`)
  })

  it('finds, adds once and removes communes', async () => {
    const { clee, head, commune } = await makeClee('draft')
    const liffre = await makeCommune('Liffré', { postalCodes: ['35340'] })
    const agent = await signedIn(head)
    const path = `/clees/${clee.slug}/territoire`
    expect(await open(agent, `${path}?recherche=LIFFRE`)).toContain('Liffré (35340)')
    expect(await open(agent, `${path}?recherche=%25_%5C`)).not.toContain('Liffré (35340)')
    await Promise.all([1, 2].map(() => submit(agent, `${path}/communes`, { communeCodes: [liffre.code, commune.code] }).expect(303)))
    expect(await db.cleeCommune.count({ where: { cleeId: clee.id } })).toBe(2)
    expect(await follow(agent, await submit(agent, `${path}/communes/retrait`, { code: liffre.code }))).toContain('La commune est retirée')
    await submit(agent, `${path}/communes/retrait`, { code: liffre.code }).expect(303)
    await submit(agent, `${path}/communes/retrait`, { code: 'x' }).expect(422)
    expect(await db.cleeCommune.count({ where: { cleeId: clee.id } })).toBe(1)
  })

  it('is nobody else’s: another head gets 404 on each page', async () => {
    const { clee } = await makeClee('draft')
    await makeMission()
    const agent = await signedIn(await makeHead())
    for (const page of ['', '/espace', '/identite', '/territoire', '/copilotes', '/membres', '/declaration', '/suppression', '/charte', '/actions']) {
      await agent.get(`/clees/${clee.slug}${page}`).expect(404)
    }
    for (const page of ['/identite', '/territoire', '/copilotes', '/membres', '/declaration', '/suppression']) {
      await submit(agent, `/clees/${clee.slug}${page}`).expect(404)
    }
  })
})
