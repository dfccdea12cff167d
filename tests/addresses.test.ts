import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeHead } from './support/factories.ts'
import { eventsOf, follow, readable, statusesOf, submit } from './support/features.ts'

async function makeNamed(name: string, stage: 'declared' | 'active' = 'active') {
  const made = await makeClee(stage, name)
  const identity = { name, presentation: '', bassinIds: made.bassin.id, legalForm: 'none' }
  return { ...made, agent: await signedIn(made.head), identity }
}
type Named = Awaited<ReturnType<typeof makeNamed>>

/** Renames a CLEE and its address; sent to where it was first. */
const rename = ({ agent, identity, clee }: Named, name: string, changesAddress = 'oui') => submit(agent, `/clees/${clee.slug}/identite`, { ...identity, name, changesAddress })

const addressOf = async (id: string) => (await db.clee.findUniqueOrThrow({ where: { id } })).slug
const oldAddresses = async () => (await db.cleeOldSlug.findMany({ orderBy: { slug: 'asc' } })).map(({ slug }) => slug)

describe('the address of a CLEE', () => {
  it('stays when the name changes, and follows it when asked, which the journal keeps', async () => {
    const made = await makeNamed('CLEE du Coglais')
    await rename(made, 'CLEE du Couesnon', '').expect(303)
    expect([await addressOf(made.clee.id), await oldAddresses()]).toEqual(['clee-du-coglais', []])
    const response = await rename(made, 'CLEE du Couesnon')
    expect(response.headers['location']).toBe('/clees/clee-du-couesnon/espace')
    expect(await follow(made.agent, response)).toContain('L’identité du CLEE est enregistrée')
    expect([await addressOf(made.clee.id), await oldAddresses()]).toEqual(['clee-du-couesnon', ['clee-du-coglais']])
    expect(await eventsOf(made.clee.id)).toContain('clee.address')
  })

  it('leads from the old to the new one on every page, its query kept', async () => {
    const made = await makeNamed('CLEE du Coglais')
    await rename(made, 'CLEE du Couesnon').expect(303)
    const old = await visitor().get('/clees/clee-du-coglais?de=mail').expect(301)
    expect(old.headers).toMatchObject({ location: '/clees/clee-du-couesnon?de=mail', 'cache-control': 'no-store' })
    for (const last of ['espace', 'identite', 'territoire?recherche=a%20b&x=/clees/', 'membres', 'actions?annee=2024-2025', 'charte']) {
      const { headers } = await made.agent.get(`/clees/clee-du-coglais/${last}`).expect(301)
      expect(headers['location']).toBe(`/clees/clee-du-couesnon/${last}`)
      await made.agent.get(String(headers['location'])).expect(/Commencer|Territoire|charte|CLEE/)
    }
    await visitor().get('/clees/clee-du-coglais/espace').expect(302)
  })

  it('receives what is sent to the old one', async () => {
    const made = await makeNamed('CLEE du Coglais')
    await rename(made, 'CLEE du Couesnon').expect(303)
    const response = await submit(made.agent, '/clees/clee-du-coglais/territoire', { territory: 'Le bocage' }).expect(303)
    expect(response.headers['location']).toBe('/clees/clee-du-couesnon/espace')
    await submit(made.agent, '/clees/clee-du-coglais/identite', { name: '' }).expect(422)
    expect(await db.clee.findUniqueOrThrow({ where: { id: made.clee.id } })).toMatchObject({ territory: 'Le bocage' })
  })

  it('says nothing of a CLEE that is not to be seen', async () => {
    const made = await makeNamed('CLEE du Coglais', 'declared')
    await rename(made, 'CLEE du Couesnon').expect(303)
    await made.agent.get('/clees/clee-du-coglais').expect(301)
    const stranger = await signedIn(await makeHead())
    await visitor().get('/clees/clee-du-coglais').expect(404)
    await stranger.get('/clees/clee-du-coglais').expect(404)
    await stranger.get('/clees/clee-du-coglais/espace').expect(404)
    await submit(stranger, '/clees/clee-du-coglais/territoire', { territory: 'Pris' }).expect(404)
  })

  it('once used by a CLEE is taken by no other, under its name or the one before', async () => {
    const [made, other] = [await makeNamed('CLEE du Coglais'), await makeNamed('CLEE de Vitré')]
    await rename(made, 'CLEE du Couesnon').expect(303)
    for (const name of ['CLEE du Coglais', 'Clee du coglais', 'CLEE du Couesnon', 'CLÉE DU COUESNON']) {
      expect(readable((await rename(other, name).expect(422)).text)).toContain('porte déjà ce nom')
    }
    const head = await signedIn(await makeHead())
    await submit(head, '/declaration', { ...made.identity, name: 'CLEE du Coglais' }).expect(422)
    expect(await addressOf(other.clee.id)).toBe('clee-de-vitre')
  })

  it('goes back to the one before without turning in circles', async () => {
    const made = await makeNamed('CLEE du Coglais')
    for (const name of ['CLEE du Couesnon', 'CLEE des Marches', 'CLEE du Coglais']) await rename(made, name).expect(303)
    expect([await addressOf(made.clee.id), await oldAddresses()]).toEqual(['clee-du-coglais', ['clee-des-marches', 'clee-du-couesnon']])
    await visitor().get('/clees/clee-du-coglais').expect(200)
    for (const old of await oldAddresses()) expect((await visitor().get(`/clees/${old}`).expect(301)).headers['location']).toBe('/clees/clee-du-coglais')
  })

  it('changed by two people at once is one of the two, and the others lead to it', async () => {
    const made = await makeNamed('CLEE du Coglais')
    const company = { ...made, agent: await signedIn(made.company!) }
    expect(await statusesOf([rename(made, 'CLEE du Couesnon'), rename(company, 'CLEE des Marches')])).toEqual([303, 303])
    const present = await addressOf(made.clee.id)
    const all = ['clee-des-marches', 'clee-du-coglais', 'clee-du-couesnon']
    expect(all).toContain(present)
    expect(await oldAddresses()).toEqual(all.filter((slug) => slug !== present))
    for (const old of await oldAddresses()) expect((await visitor().get(`/clees/${old}`).expect(301)).headers['location']).toBe(`/clees/${present}`)
  })

  it('of a draft follows its name and leaves nothing behind', async () => {
    const { clee, head, bassin } = await makeClee('draft', 'CLEE du Coglais')
    const agent = await signedIn(head)
    await submit(agent, `/clees/${clee.slug}/identite`, { name: 'CLEE du Couesnon', bassinIds: bassin.id }).expect(303)
    expect([await addressOf(clee.id), await oldAddresses()]).toEqual(['clee-du-couesnon', []])
    await agent.get('/clees/clee-du-coglais/identite').expect(404)
  })
})
