import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { getSchool, listSchoolsOfCommunes, searchSchools } from '../src/schools/queries.ts'
import { college, importRows, lycee } from './support/annuaire.ts'

describe('search of a school', () => {
  it('finds by UAI, kind, name, town or postal code, whatever the case and the accents', async () => {
    await importRows([college, { ...lycee, postalCode: '35190' }])
    for (const text of ['0350165p', '035 0165 P', '0350165', 'LYCÉE cardroc', 'œuvre', 'oeuvre', '35190', 'cardr']) {
      expect(await searchSchools(text), text).toMatchObject([{ uai: lycee.uai }])
    }
  })

  it('filters by sector and kind, and leaves out closed schools', async () => {
    await importRows([college, { ...lycee, city: 'Baulon' }])
    expect(await searchSchools('baulon')).toHaveLength(2)
    expect(await searchSchools('baulon', { sector: 'public' })).toMatchObject([{ uai: college.uai }])
    expect(await searchSchools('baulon', { kinds: ['lycee'] })).toMatchObject([{ uai: lycee.uai }])
    await importRows([{ ...college, state: 'FERME' }])
    expect(await searchSchools('baulon', { sector: 'public' })).toEqual([])
  })

  it('finds nothing, and survives, by signs that mean something to a database', async () => {
    await importRows([college])
    for (const text of ['', '%', '_', '\\', '\'', '\0', '😀', 'x'.repeat(10_000)]) expect(await searchSchools(text), text).toEqual([])
  })

  it('gets one, or answers 404; lists those of communes', async () => {
    await db.commune.create({ data: { code: '35016', name: 'Baulon', searchName: 'baulon', departement: '35' } })
    await importRows([college])
    expect(await getSchool('0350122t')).toMatchObject({ uai: college.uai, commune: { name: 'Baulon' } })
    await expect(getSchool('0350165P')).rejects.toMatchObject({ status: 404 })
    await expect(getSchool('\0')).rejects.toMatchObject({ status: 404 })
    expect(await listSchoolsOfCommunes(['35016', '35238'])).toMatchObject([{ uai: college.uai }])
    expect(await listSchoolsOfCommunes([])).toEqual([])
  })
})
