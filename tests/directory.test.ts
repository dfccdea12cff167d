import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { searchKey, slugify } from '../src/text.ts'
import { visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCommune } from './support/factories.ts'
import { open } from './support/features.ts'

type Place = { name: string; bassinIds: string[]; communeCodes?: string[] }

/** Rows alone: enough for lists, and quick to make by dozens. */
const publish = ({ name, bassinIds, communeCodes = [] }: Place) =>
  db.clee.create({
    data: {
      name,
      searchName: searchKey(name),
      slug: slugify(name),
      status: 'declared',
      declaredAt: new Date(),
      declarationReceipt: `DEC-${name}`,
      acknowledgedAt: new Date(),
      bassins: { create: bassinIds.map((bassinId) => ({ bassinId })) },
      communes: { create: communeCodes.map((communeCode) => ({ communeCode })) },
    },
  })

const list = async (query: string) => open(visitor(), `/clees${query}`)

describe('searching the directory', () => {
  beforeEach(async () => {
    const [fougeres, rennes] = [await makeBassin('Fougères-Vitré'), await makeBassin('Rennes')]
    await makeCommune('Liffré', { code: '35152', postalCodes: ['35340'] })
    await makeCommune('Saint-Malo', { code: '35288', postalCodes: ['35400'] })
    await makeCommune('Saint-Aubin-du-Cormier', { code: '35253', postalCodes: ['35140'] })
    await makeCommune('Saint-Aubin-des-Landes', { code: '35252', postalCodes: ['35500'] })
    await publish({ name: 'CLEE des Marches de Bretagne', bassinIds: [fougeres.id], communeCodes: ['35253', '35252'] })
    await publish({ name: 'CLEE de l’Île aux Œillets', bassinIds: [rennes.id], communeCodes: ['35152'] })
  })

  it.each([
    ['a name, case and accents apart', '?recherche=MARCHÉS', 'Marches de Bretagne', 'Œillets'],
    ['a ligature', '?recherche=oeillets', 'Œillets', 'Marches'],
    ['a commune', '?recherche=liffre', 'Œillets', 'Marches'],
    ['an abbreviation', '?recherche=st+aubin', 'Marches', 'Œillets'],
    ['a bassin', '?recherche=fougeres', 'Marches', 'Œillets'],
    ['the chosen bassin', '?bassin=rennes', 'Œillets', 'Marches de Bretagne'],
    ['the name of a commune', '?commune=Liffr%C3%A9', 'Liffré est dans le territoire de ce CLEE', 'Marches'],
    ['a postal code', '?commune=35340', 'Œillets', 'Marches'],
    ['an INSEE code', '?commune=35253', 'Marches', 'Œillets'],
    ['both', '?recherche=bretagne&bassin=fougeres-vitre', 'Marches', 'Œillets'],
  ])('finds by %s', async (_what, query, found, absent) => {
    const page = await list(query)
    expect(page).toContain(found)
    expect(page).not.toContain(`CLEE des ${absent}`)
    expect(page).not.toContain(`CLEE de l’Île aux ${absent}`)
  })

  it('offers a choice when several communes correspond', async () => {
    const page = await list('?commune=saint-aubin')
    expect(page).toContain('Plusieurs communes correspondent')
    expect(page).toContain('Saint-Aubin-des-Landes')
    expect(page).toContain('Saint-Aubin-du-Cormier')
  })

  it('says so when the commune is unknown, or has no CLEE', async () => {
    expect(await list('?commune=Marseille')).toContain('Aucune commune de l’académie ne correspond à « Marseille »')
    expect(await list('?commune=Saint-Malo')).toContain('Aucun CLEE ne couvre encore Saint-Malo')
    expect(await list('?recherche=introuvable')).toContain('Aucun CLEE ne correspond')
    expect(await list('?bassin=inconnu')).toContain('Aucun CLEE ne correspond')
  })

  it.each(['%25', '_', '%5C', '%27%3B--', 'f%25res', 'a'.repeat(4_000), '%F0%9F%8E%89'])('takes %s as text', async (typed) => {
    await visitor().get(`/clees?recherche=${typed}`).expect(200)
    await visitor().get(`/clees?commune=${typed}&bassin=${typed}&page=${typed}`).expect(200)
  })

  it('reads % and _ as spaces between words', async () => {
    expect(await list('?recherche=bretagne%25marches')).toContain('Marches de Bretagne')
    expect(await list('?recherche=bretagne_ille')).toContain('Aucun résultat')
  })

  it('reads a parameter of 10,000 characters, or given twice, as none', async () => {
    await visitor().get(`/clees?recherche=${'a'.repeat(10_000)}`).expect(200)
    await visitor().get('/clees?recherche=a&recherche=b&commune=a&commune=b&page=1&page=2').expect(200)
  })
})

describe('the lists of CLEEs', () => {
  it('reads five digits as a postal code, even when they are another commune’s INSEE code', async () => {
    const dol = await makeCommune('Dol-de-Bretagne', { code: '35095', postalCodes: ['35120'] })
    const geveze = await makeCommune('Gévezé', { code: '35120', postalCodes: ['35850'] })
    expect(await list('?commune=35120')).toContain(`Aucun CLEE ne couvre encore ${dol.name}`)
    expect(await list('?insee=35120')).toContain(`Aucun CLEE ne couvre encore ${geveze.name}`)
    expect(await list('?commune=35095')).toContain(dol.name)
  })

  it('cuts 125 CLEEs in pages, and shows the last one past the end', async () => {
    const bassin = await makeBassin('Rennes')
    for (let number = 1; number <= 125; number += 1) await publish({ name: `CLEE n${String(number).padStart(3, '0')}`, bassinIds: [bassin.id] })
    const seen = new Set<string>()
    for (const [query, size] of [['', 60], ['?page=2', 60], ['?page=3', 5], ['?page=99', 5]] as const) {
      const names = (await list(query)).match(/CLEE n\d{3}/g) ?? []
      expect(new Set(names).size).toBe(size)
      for (const name of names) seen.add(name)
    }
    expect(seen.size).toBe(125)
    expect(await list('')).toContain('125 CLEE trouvés')
    for (const page of ['0', '-1', 'abc', '1e9', '']) expect(await list(`?page=${page}`)).toContain(page === '1e9' ? 'CLEE n125' : 'CLEE n001')
    expect(await open(visitor(), '/bassins/rennes?page=3')).toContain('CLEE n125')
  })

  it('shows a CLEE of two bassins under both', async () => {
    const bassins = [await makeBassin('Rennes'), await makeBassin('Redon')]
    await publish({ name: 'CLEE de la Vilaine', bassinIds: bassins.map(({ id }) => id) })
    expect((await list('')).match(/CLEE de la Vilaine/g)).toHaveLength(2)
    for (const slug of ['rennes', 'redon']) expect(await open(visitor(), `/bassins/${slug}`)).toContain('CLEE de la Vilaine')
  })

  it('shows neither drafts nor declared CLEEs, in any list or figure', async () => {
    const draft = await makeClee('draft', 'CLEE en brouillon')
    const declared = await makeClee('declared', 'CLEE à peine déclaré')
    for (const path of ['/clees', '/clees?recherche=clee', '/', `/bassins/${draft.bassin.slug}`, `/bassins/${declared.bassin.slug}`]) {
      expect(await open(visitor(), path)).not.toMatch(/CLEE en brouillon|CLEE à peine déclaré/)
    }
    expect(await open(visitor(), `/clees?commune=${declared.commune.code}`)).toContain('Aucun CLEE ne couvre encore')
    await visitor().get('/bassins/inconnu').expect(404)
  })
})
