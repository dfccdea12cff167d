import { beforeEach, describe, expect, it } from 'vitest'
import { findElsewhere, readCommunes } from '../src/communes/elsewhere.ts'
import { ensureCommunes, importCommunes } from '../src/communes/import.ts'
import { distance, listCommunePositions, roundedDistance } from '../src/communes/positions.ts'
import { searchCommunes } from '../src/communes/queries.ts'
import { db } from '../src/db.ts'
import { makeSchool } from './support/factories.ts'

const names = async (text: string, limit = 20) => (await searchCommunes(text, { limit })).map((commune) => commune.name)

describe('import of the communes', () => {
  it('brings names, postal codes, EPCI and population; the second run changes nothing', async () => {
    expect(await importCommunes(['35'])).toMatchObject({ created: 332, updated: 0, unchanged: 0 })
    expect(await importCommunes(['35'])).toEqual({ created: 0, updated: 0, unchanged: 332 })
    expect(await db.commune.findUnique({ where: { code: '35288' } })).toMatchObject({
      name: 'Saint-Malo', searchName: 'saint malo', postalCodes: ['35400'], departement: '35', epciName: 'CA du Pays de Saint Malo Agglomération',
    })
  })

  it('puts right a commune that was changed, and leaves the others alone', async () => {
    await importCommunes(['35'])
    await db.commune.update({ where: { code: '35238' }, data: { population: 3 } })
    expect(await importCommunes(['35'])).toEqual({ created: 0, updated: 1, unchanged: 331 })
  })

  it('leaves out communes that no longer exist by themselves', async () => {
    await importCommunes(['75'])
    expect(await db.commune.findMany({ select: { code: true }, orderBy: { code: 'asc' } })).toEqual([{ code: '75056' }])
  })

  it('knows where former communes have gone, not those whose name their commune bears', async () => {
    await importCommunes(['35'])
    const formers = await db.formerCommune.findMany({ where: { communeCode: '35004' }, orderBy: { name: 'asc' } })
    expect(formers.map(({ name }) => name)).toEqual(['Antrain', 'La Fontenelle', 'Saint-Ouen-la-Rouërie', 'Tremblay'])
    const [same] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM former_communes f JOIN communes c ON c.code = f.commune_code WHERE c.search_name = f.search_name`
    expect(same?.count).toBe(0)
  })

  it('completes at start a database of before former communes, and forgets those that live by themselves again', async () => {
    await importCommunes(['35'])
    const all = await db.formerCommune.count()
    await db.formerCommune.deleteMany()
    await ensureCommunes(['35'])
    expect(await db.formerCommune.count()).toBe(all)
    await db.formerCommune.create({ data: { code: '35999', name: 'Ancienne', searchName: 'ancienne', communeCode: '35238' } })
    await importCommunes(['35'])
    expect(await db.formerCommune.count()).toBe(all)
  })

  it('runs at start only for a département that has no commune yet', async () => {
    await ensureCommunes(['75'])
    await db.commune.update({ where: { code: '75056' }, data: { population: 3 } })
    await ensureCommunes(['75', '90'])
    expect(await db.commune.findUnique({ where: { code: '75056' } })).toMatchObject({ population: 3 })
    expect(await db.commune.count({ where: { departement: '90' } })).toBeGreaterThan(90)
  })
})

describe('search of a commune', () => {
  beforeEach(() => importCommunes(['35']))

  it('finds by name, INSEE or postal code, whatever the case and the accents', async () => {
    for (const text of ['rennes', 'RENNES', ' Rennés ', '35238', '35000 Rennes']) expect((await names(text))[0], text).toBe('Rennes')
    for (const text of ['cesson sevigne', 'Cesson-Sévigné', 'sevigne', 'ces', '35510']) expect(await names(text), text).toContain('Cesson-Sévigné')
  })

  it('puts the exact name first, then what begins so, then the others, the biggest first', async () => {
    expect((await names('saint malo')).slice(0, 2)).toEqual(['Saint-Malo', 'Saint-Malo-de-Phily'])
    expect((await names('vitre'))[0]).toBe('Vitré')
    const found = await searchCommunes('bain', { limit: 3 })
    expect(found[0]).toMatchObject({ name: 'Bain-de-Bretagne' })
  })

  it('reads « st » as « saint » and « ste » as « sainte »', async () => {
    expect((await names('st malo'))[0]).toBe('Saint-Malo')
    expect(await names('Ste Colombe')).toEqual(['Sainte-Colombe'])
  })

  it('finds by the name of a former commune, each commune once, its own name first', async () => {
    expect(await searchCommunes('Antrain')).toMatchObject([{ name: 'Val-Couesnon', former: 'Antrain' }])
    expect(await names('val couesnon')).toEqual(['Val-Couesnon'])
    expect(await searchCommunes('tremblay')).toContainEqual(expect.objectContaining({ name: 'Val-Couesnon', former: 'Tremblay' }))
  })

  it('finds by the beginning of a postal code', async () => {
    const found = await searchCommunes('354', { limit: 100 })
    expect(found.length).toBeGreaterThan(3)
    expect(found.every((commune) => commune.postalCodes.some((code) => code.startsWith('354')))).toBe(true)
  })

  it('finds nothing, and survives, by signs that mean something to a database', async () => {
    for (const text of ['', ' ', '%', '_', '\\', '%%%', '"', '\'; DROP TABLE communes; --', '\0', '😀', '(', '\uD800', 'zzz']) {
      expect(await names(text), text).toEqual([])
    }
  })

  it('is bounded, whatever is asked', async () => {
    expect(await names('l'.repeat(10_000))).toEqual([])
    expect(await names('s', 5)).toHaveLength(5)
    expect(await names('35', 100_000)).toHaveLength(100)
    expect(await names('s', Number.NaN)).toHaveLength(1)
  })
})

describe('where communes are', () => {
  it('tells it from their schools, else from their intercommunalité, and how far they are', async () => {
    await importCommunes(['35'])
    await makeSchool({ communeCode: '35115', latitude: 48.35, longitude: -1.2 })
    await makeSchool({ communeCode: '35238', latitude: 48.11, longitude: -1.68 })
    const positions = await listCommunePositions(['35115', '35238', '35150', '35288'])
    expect(positions.get('35115')).toMatchObject({ source: 'schools', latitude: 48.35 })
    expect(positions.get('35150')).toMatchObject({ source: 'epci' })
    expect(positions.get('35288')).toMatchObject({ source: 'departement' })
    expect(Math.round(distance(positions.get('35115')!, positions.get('35238')!))).toBe(44)
    expect([2, 18, 23].map(roundedDistance)).toEqual([5, 20, 25])
  })
})

it('the communes of France are read once, outside of the portal, before a visitor names one of elsewhere', async () => {
  await readCommunes()
  const start = performance.now()
  expect(await findElsewhere('Paris')).toEqual([{ name: 'Paris', departement: '75' }])
  expect(await findElsewhere('__proto__')).toEqual([])
  // Reading the file again would take several times that.
  expect(performance.now() - start).toBeLessThan(150)
})
