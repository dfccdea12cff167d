import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn } from './support/app.ts'
import { makeClee, makeCommune, makeHead } from './support/factories.ts'
import { during, eventsOf, follow, open, readable, statusesOf, submit } from './support/features.ts'

const couesnon = { epciCode: '243500774', epciName: 'CC Couesnon Marches de Bretagne' }
const fougeres = { epciCode: '200072452', epciName: 'CA Fougères Agglomération' }

/** A draft of one commune, its head signed in, and two intercommunalités around: one of three communes, one of one. */
async function makeTerritory() {
  const { clee, head, commune } = await makeClee('draft')
  const [ante, bazouges, tremblay] = [await makeCommune('Val-Couesnon', couesnon), await makeCommune('Bazouges-la-Pérouse', couesnon), await makeCommune('Tremblay', couesnon)]
  const lecousse = await makeCommune('Lécousse', { ...fougeres, postalCodes: ['35133'] })
  return { clee, head, commune, ante, bazouges, tremblay, lecousse, agent: await signedIn(head), path: `/clees/${clee.slug}/territoire` }
}

const namesIn = async (cleeId: string) =>
  (await db.cleeCommune.findMany({ where: { cleeId }, include: { commune: true }, orderBy: { commune: { searchName: 'asc' } } })).map(({ commune }) => commune.name)

describe('searching a territory', () => {
  it('finds whole intercommunalités by their name, accents and case ignored, and their communes', async () => {
    const { agent, path } = await makeTerritory()
    const page = await open(agent, `${path}?recherche=COUESNON%20marches`)
    expect(page).toContain('CC Couesnon Marches de Bretagne 3 communes de l’académie')
    for (const name of ['Val-Couesnon', 'Bazouges-la-Pérouse', 'Tremblay']) expect(page).toContain(name)
    expect(page).not.toContain('Lécousse')
  })

  it('offers the intercommunalité of a commune that is found', async () => {
    const { agent, path } = await makeTerritory()
    for (const search of ['lecousse', '35133']) expect(await open(agent, `${path}?recherche=${search}`)).toContain('CA Fougères Agglomération 1 commune de l’académie')
  })

  it('says how much of an intercommunalité is there already, and no longer offers one that is there whole', async () => {
    const { clee, agent, path, ante, lecousse } = await makeTerritory()
    await db.cleeCommune.createMany({ data: [ante, lecousse].map(({ code }) => ({ cleeId: clee.id, communeCode: code })) })
    expect(await open(agent, `${path}?recherche=couesnon`)).toContain('3 communes de l’académie, dont 1 déjà dans le territoire')
    const page = await open(agent, `${path}?recherche=lecousse`)
    expect(page).not.toContain('1 commune de l’académie')
    expect(page).toContain('Les communes trouvées sont déjà dans le territoire')
  })

  it.each([
    ['Paris', 'Paris (75) n’est pas dans l’académie de Rennes'],
    ['75001', 'Paris (75) n’est pas dans l’académie de Rennes'],
    ['saint denis', 'Saint-Denis (11) ne sont pas dans l’académie de Rennes'],
    ['zzz', 'Aucune commune de l’académie ne correspond à « zzz »'],
    ['🎉', 'Aucune commune de l’académie ne correspond'],
    ['<script>', 'Aucune commune de l’académie ne correspond à « <script> »'],
    ['%', 'Aucune commune de l’académie ne correspond'],
  ])('says of %s why nothing is found', async (search, sentence) => {
    const { agent, path } = await makeTerritory()
    expect(await open(agent, `${path}?recherche=${encodeURIComponent(search)}`)).toContain(sentence)
  })

  it('warns under a commune that another CLEE covers, closed ones apart (R22)', async () => {
    const { agent, path, lecousse } = await makeTerritory()
    const other = await makeClee('active', 'CLEE de Vitré')
    await db.cleeCommune.create({ data: { cleeId: other.clee.id, communeCode: lecousse.code } })
    expect(await open(agent, `${path}?recherche=lecousse`)).toContain('déjà couverte par CLEE de Vitré')
    await db.clee.update({ where: { id: other.clee.id }, data: { status: 'closed' } })
    expect(await open(agent, `${path}?recherche=lecousse`)).not.toContain('déjà couverte')
  })
})

describe('adding to a territory', () => {
  it('adds a whole intercommunalité, skips what is there, and keeps the text typed meanwhile', async () => {
    const { clee, commune, agent, path, ante } = await makeTerritory()
    await submit(agent, `${path}/communes`, { communeCodes: ante.code }).expect(303)
    const page = await follow(agent, await submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode, territory: 'Le bocage' }))
    expect(page).toContain('2 communes sont ajoutées au territoire : Bazouges-la-Pérouse et Tremblay.')
    expect(page).toContain('Le bocage')
    expect(await namesIn(clee.id)).toEqual(['Bazouges-la-Pérouse', commune.name, 'Tremblay', 'Val-Couesnon'])
    expect((await eventsOf(clee.id)).filter((event) => event === 'clee.territory')).toHaveLength(3)
    expect(await follow(agent, await submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode }))).toContain('Ces communes étaient déjà dans le territoire')
  })

  it('by two clicks at once adds each commune once', async () => {
    const { clee, agent, path } = await makeTerritory()
    expect(await statusesOf([1, 2].map(() => submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode })))).toEqual([303, 303])
    expect(await db.cleeCommune.count({ where: { cleeId: clee.id } })).toBe(4)
  })

  it('names at once the CLEEs that cover what is added (R22)', async () => {
    const { agent, path, lecousse } = await makeTerritory()
    const other = await makeClee('active', 'CLEE de Vitré')
    await db.cleeCommune.create({ data: { cleeId: other.clee.id, communeCode: lecousse.code } })
    const page = await follow(agent, await submit(agent, `${path}/communes`, { communeCodes: lecousse.code }))
    expect(page).toContain('La commune est ajoutée au territoire : Lécousse. Attention, un autre CLEE les couvre déjà, en tout ou partie – Lécousse : CLEE de Vitré.')
  })

  it.each([
    ['communes', { communeCodes: '75056' }, 'Paris (75) n’est pas dans l’académie de Rennes'],
    ['communes', { communeCodes: '00000' }, 'Le code INSEE 00000 n’est celui d’aucune commune'],
    ['epci', { epciCode: '200054781' }, 'Cette intercommunalité n’a pas de commune dans l’académie'],
    ['epci', { epciCode: 'x' }, 'Choisissez une intercommunalité de la liste'],
    ['epci', {}, 'Choisissez une intercommunalité de la liste'],
  ])('refuses by %s what is not of the académie, and keeps the search and the text', async (last, body, sentence) => {
    const { clee, agent, path, commune } = await makeTerritory()
    const page = (await submit(agent, `${path}/${last}`, { ...body, recherche: 'lecousse', territory: 'À garder' }).expect(422)).text
    expect(readable(page)).toContain(sentence)
    for (const typed of ['value="lecousse"', 'À garder', 'Lécousse (35133)']) expect(page).toContain(typed)
    expect(await namesIn(clee.id)).toEqual([commune.name])
  })
})

describe('removing from a territory', () => {
  it('removes several communes, and names them', async () => {
    const { clee, commune, agent, path, ante, tremblay } = await makeTerritory()
    await submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode }).expect(303)
    const body = { code: [ante.code, tremblay.code] }
    expect(await follow(agent, await submit(agent, `${path}/communes/retrait`, body))).toContain('2 communes sont retirées du territoire : Tremblay et Val-Couesnon.')
    expect(await namesIn(clee.id)).toEqual(['Bazouges-la-Pérouse', commune.name])
    expect(await follow(agent, await submit(agent, `${path}/communes/retrait`, body))).toContain('Ces communes n’étaient plus dans le territoire')
    expect(readable((await submit(agent, `${path}/communes/retrait`, {}).expect(422)).text)).toContain('Cochez au moins une commune')
  })

  it('removes a whole intercommunalité after asking', async () => {
    const { clee, commune, agent, path } = await makeTerritory()
    await submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode }).expect(303)
    const removal = `${path}/epci/${couesnon.epciCode}/retrait`
    const page = await open(agent, removal)
    expect(page).toContain('Retirer 3 communes de CC Couesnon Marches de Bretagne du territoire ?')
    expect(page).toContain('Garder ces communes')
    expect(await db.cleeCommune.count({ where: { cleeId: clee.id } })).toBe(4)
    expect(await follow(agent, await submit(agent, removal))).toContain('3 communes sont retirées du territoire')
    expect(await namesIn(clee.id)).toEqual([commune.name])
    await agent.get(removal).expect(404)
    await submit(agent, removal).expect(303)
  })

  it('removes everything after asking', async () => {
    const { clee, agent, path } = await makeTerritory()
    await submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode }).expect(303)
    expect(await open(agent, `${path}/retrait`)).toContain('Retirer toutes les communes (4) du territoire ?')
    expect(await follow(agent, await submit(agent, `${path}/retrait`))).toContain('4 communes sont retirées du territoire')
    expect(await namesIn(clee.id)).toEqual([])
    expect(await eventsOf(clee.id)).toContain('clee.territory')
    expect(await follow(agent, await submit(agent, `${path}/retrait`))).toContain('n’étaient plus dans le territoire')
  })

  it('is nobody else’s, and stops once the CLEE is closed', async () => {
    const { clee, agent, path, ante } = await makeTerritory()
    await submit(agent, `${path}/epci`, { epciCode: couesnon.epciCode }).expect(303)
    const stranger = await signedIn(await makeHead())
    const posts = [['epci', { epciCode: fougeres.epciCode }], ['communes/retrait', { code: ante.code }], [`epci/${couesnon.epciCode}/retrait`, {}], ['retrait', {}]] as const
    for (const [last, body] of posts) await submit(stranger, `${path}/${last}`, body).expect(404)
    for (const last of [`epci/${couesnon.epciCode}/retrait`, 'retrait']) await stranger.get(`${path}/${last}`).expect(404)
    const closed = await makeClee('active')
    const company = await signedIn(closed.company!)
    const add = async () => submit(company, `/clees/${closed.clee.slug}/territoire/epci`, { epciCode: fougeres.epciCode }).expect(409)
    await during('UPDATE clees SET status = \'closed\' WHERE id = $1', [closed.clee.id], add)
    for (const [last, body] of posts) await submit(company, `/clees/${closed.clee.slug}/territoire/${last}`, body).expect(409)
    expect(await db.cleeCommune.count({ where: { cleeId: { in: [clee.id, closed.clee.id] } } })).toBe(5)
  })
})

describe('a long territory', () => {
  it('stands by intercommunalité, in the form and on the public page', async () => {
    const { clee, head } = await makeClee('active')
    const communes = await Promise.all(Array.from({ length: 14 }, (_, index) => makeCommune(`Commune longue ${index}`, index < 9 ? couesnon : fougeres)))
    await db.cleeCommune.createMany({ data: communes.map(({ code }) => ({ cleeId: clee.id, communeCode: code })) })
    const agent = await signedIn(head)
    for (const path of [`/clees/${clee.slug}/territoire`, `/clees/${clee.slug}`]) {
      const page = await open(agent, path)
      for (const title of ['CC Couesnon Marches de Bretagne (9)', 'CA Fougères Agglomération (5)', 'Hors intercommunalité (1)']) expect(page).toContain(title)
    }
  })
})
