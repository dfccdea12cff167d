import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCommune, makeSchool } from './support/factories.ts'
import { bringCharter, makeAction, open } from './support/features.ts'

/** Three published CLEEs of two bassins, in three states, the last in the alphabet changed last. */
async function makeThree() {
  const [alpha, beta, gamma] = [await makeClee('active', 'CLEE Alpha'), await makeClee('acknowledged', 'CLEE Beta'), await makeClee('active', 'CLEE Gamma')]
  for (const [made, name] of [[alpha, 'Argoat'], [beta, 'Belle-Île']] as const) await db.bassin.update({ where: { id: made.bassin.id }, data: { name } })
  await db.cleeBassin.deleteMany({ where: { cleeId: gamma.clee.id } })
  await db.cleeBassin.createMany({ data: [alpha, beta].map(({ bassin }) => ({ cleeId: gamma.clee.id, bassinId: bassin.id })) })
  await db.clee.update({ where: { id: beta.clee.id }, data: { status: 'vacant', updatedAt: new Date('2020-01-01') } })
  await db.clee.update({ where: { id: alpha.clee.id }, data: { updatedAt: new Date('2021-01-01') } })
  return { alpha, beta, gamma }
}

const namesOf = async (path: string) => (await open(visitor(), path)).match(/CLEE (Alpha|Beta|Gamma)/g) ?? []

describe('the orders of the directory', () => {
  it('are by bassin, by name, or the last changed first', async () => {
    await makeThree()
    expect(await namesOf('/clees')).toEqual(['CLEE Alpha', 'CLEE Gamma', 'CLEE Beta', 'CLEE Gamma'])
    expect(await namesOf('/clees?tri=nom')).toEqual(['CLEE Alpha', 'CLEE Beta', 'CLEE Gamma'])
    expect(await namesOf('/clees?tri=recent')).toEqual(['CLEE Gamma', 'CLEE Alpha', 'CLEE Beta'])
    expect(await namesOf('/clees?tri=inconnu')).toHaveLength(4)
  })

  it('keep the filters, the state among them', async () => {
    const { alpha } = await makeThree()
    expect(await namesOf('/clees?etat=vacant')).toEqual(['CLEE Beta'])
    expect(await namesOf('/clees?etat=active&tri=recent')).toEqual(['CLEE Gamma', 'CLEE Alpha'])
    expect(await namesOf(`/clees?tri=nom&bassin=${alpha.bassin.slug}`)).toEqual(['CLEE Alpha', 'CLEE Gamma'])
    expect(await open(visitor(), '/clees?etat=dormant')).toContain('Aucun CLEE ne correspond à cette recherche')
    for (const etat of ['draft', 'closed', 'x']) expect(await namesOf(`/clees?etat=${etat}&tri=nom`)).toHaveLength(3)
  })

  it('are cut in pages that keep them', async () => {
    const { id } = await makeBassin()
    for (let number = 0; number < 61; number += 1) {
      await db.clee.create({ data: { name: `n${number}`, searchName: `n${number}`, slug: `n${number}`, status: 'declared', declaredAt: new Date(), declarationReceipt: `DEC-${number}`, acknowledgedAt: new Date(), bassins: { create: { bassinId: id } } } })
    }
    expect((await visitor().get('/clees?tri=recent&page=2')).text).toContain('href="/clees?tri=recent"')
  })
})

describe('the export of the directory', () => {
  it('holds the public columns of each CLEE once, as filtered, and nobody’s name', async () => {
    const { alpha } = await makeThree()
    const [school, commune] = [await makeSchool(), await makeCommune('Liffré')]
    await db.clee.update({ where: { id: alpha.clee.id }, data: { longName: '=Comité', supportSchoolUai: school.uai, communes: { create: { communeCode: commune.code } } } })
    await bringCharter(alpha.clee.id, alpha.head, alpha.mission, 'validated')
    await makeAction(alpha.clee.id, alpha.head, { state: 'retained', visibility: 'public', audiences: ['pupils'], schoolUais: [school.uai], partners: 'Club', startsOn: new Date(`${schoolYearOf().slice(0, 4)}-10-01T00:00:00Z`) })
    await makeAction(alpha.clee.id, alpha.head)
    const { text, headers } = await visitor().get('/clees.csv?etat=active').expect(200)
    expect(headers).toMatchObject({ 'content-disposition': 'attachment; filename=clees.csv' })
    const [head, first, second, ...others] = text.trim().split('\r\n')
    expect(head).toContain('Bassin;Nom;Nom complet')
    for (const cell of ['CLEE Alpha', '\'=Comité', 'Liffré', school.uai, `Proviseure, ${alpha.clee.copilots[0]?.school?.name}`, 'Directrice générale', 'Validée', ';1;Actif;']) expect(first).toContain(cell)
    expect(second).toContain('"Argoat ; Belle-Île";CLEE Gamma')
    expect(others).toEqual([])
    for (const name of ['Le Bihan', 'Kervella', '@']) expect(text).not.toContain(name)
  })

  it('holds neither drafts, nor declared nor closed CLEEs, and only its head for an unknown commune', async () => {
    await makeClee('draft', 'CLEE brouillon')
    await makeClee('declared', 'CLEE déclaré')
    const closed = await makeClee('active', 'CLEE fermé')
    await db.clee.update({ where: { id: closed.clee.id }, data: { status: 'closed' } })
    for (const path of ['/clees.csv', '/clees.csv?commune=introuvable']) expect((await visitor().get(path).expect(200)).text.trim().split('\r\n')).toHaveLength(1)
  })
})

describe('the list of a bassin', () => {
  it('is searched, sorted, filtered, exported', async () => {
    const { alpha } = await makeThree()
    const path = `/bassins/${alpha.bassin.slug}`
    expect(await namesOf(path)).toEqual(['CLEE Alpha', 'CLEE Gamma'])
    expect(await namesOf(`${path}?tri=recent`)).toEqual(['CLEE Gamma', 'CLEE Alpha'])
    expect(await namesOf(`${path}?recherche=gamma`)).toEqual(['CLEE Gamma'])
    expect(await open(visitor(), `${path}?etat=dormant`)).toContain('Aucun CLEE du bassin ne correspond à cette recherche')
    const { text } = await visitor().get(`${path}?recherche=gamma`)
    expect(text).toContain(`href="/clees.csv?recherche=gamma&amp;bassin=${alpha.bassin.slug}"`)
  })

  it('says so when it is empty', async () => {
    const bassin = await makeBassin()
    const page = await open(visitor(), `/bassins/${bassin.slug}`)
    expect(page).toContain('Aucun CLEE publié dans ce bassin')
    expect(page).not.toContain('Exporter')
  })
})
