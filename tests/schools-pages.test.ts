import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCommune, makeSchool } from './support/factories.ts'
import { open } from './support/features.ts'

const makeThree = async () => ({
  gandhi: await makeSchool({ name: 'Collège Gandhi', kind: 'college', city: 'Fougères', searchName: 'college gandhi fougeres', postalCode: '35300', address: '1 rue Haute', website: 'https://gandhi.test/', email: 'ce.0350001@ac-essai.test', phone: '0299000000', pupils: 480 }),
  sainteAnne: await makeSchool({ name: 'Lycée Sainte-Anne', sector: 'private', city: 'Vitré', searchName: 'lycee sainte anne vitre' }),
  closed: await makeSchool({ name: 'Collège fermé', kind: 'college', searchName: 'college ferme', isOpen: false }),
})

describe('the list of schools', () => {
  it.each([
    ['', 'Collège Gandhi', 'Collège fermé'],
    ['?recherche=GANDHI', 'Collège Gandhi', 'Lycée Sainte-Anne'],
    ['?recherche=vitre', 'Lycée Sainte-Anne', 'Collège Gandhi'],
    ['?type=college', 'Collège Gandhi', 'Lycée Sainte-Anne'],
    ['?secteur=private', 'Lycée Sainte-Anne', 'Collège Gandhi'],
    ['?type=inconnu&secteur=inconnu&tri=inconnu&page=-1', 'Collège Gandhi', 'Collège fermé'],
  ])('%s shows what corresponds', async (query, found, absent) => {
    await makeThree()
    const page = await open(visitor(), `/etablissements${query}`)
    expect(page).toContain(found)
    expect(page).not.toContain(absent)
  })

  it('finds by UAI, and says which letter was expected after wrong figures', async () => {
    const { gandhi } = await makeThree()
    expect(await open(visitor(), `/etablissements?recherche=${gandhi.uai}`)).toContain('Collège Gandhi')
    expect(await open(visitor(), '/etablissements?recherche=0350122A')).toContain('Le code UAI 0350122A est faux : après 0350122, la lettre attendue est T.')
  })

  it('finds by the postal codes of their commune those whose address has another, and says that it is a CEDEX', async () => {
    const { code } = await makeCommune('Fougères', { postalCodes: ['35300'] })
    const lycee = await makeSchool({ name: 'Lycée Guéhenno', city: 'Fougères', postalCode: '35305', communeCode: code })
    await makeSchool({ name: 'CIO de Fougères', city: 'Fougères', postalCode: '35300', communeCode: code })
    const page = await open(visitor(), '/etablissements?recherche=35300')
    for (const name of ['Lycée Guéhenno', 'CIO de Fougères', '35305 CEDEX']) expect(page).toContain(name)
    expect(page).not.toContain('35300 CEDEX')
    expect(await open(visitor(), `/etablissements/${lycee.uai}`)).toContain('35305 Fougères CEDEX')
    expect(await open(visitor(), '/trouver?q=35300')).toContain('Lycée Guéhenno')
  })

  it('sorts both ways', async () => {
    await makeThree()
    const order = async (tri: string) => (await open(visitor(), `/etablissements?tri=${tri}`)).match(/Collège Gandhi|Lycée Sainte-Anne/g)
    expect(await order('nom')).toEqual(['Collège Gandhi', 'Lycée Sainte-Anne'])
    expect(await order('-nom')).toEqual(['Lycée Sainte-Anne', 'Collège Gandhi'])
    expect(await order('-commune')).toEqual(['Lycée Sainte-Anne', 'Collège Gandhi'])
  })

  it('is cut in pages of fifty', async () => {
    for (let number = 1; number <= 51; number += 1) await makeSchool({ name: `Lycée n${String(number).padStart(2, '0')}` })
    expect((await open(visitor(), '/etablissements')).match(/Lycée n\d\d/g)).toHaveLength(50)
    expect(await open(visitor(), '/etablissements?page=99')).toContain('Lycée n51')
  })

  it('says so when it is empty, or when nothing corresponds', async () => {
    expect(await open(visitor(), '/etablissements')).toContain('Aucun établissement n’est encore enregistré')
    for (const typed of ['introuvable', '%25', '%F0%9F%8E%89', 'a'.repeat(5_000)]) expect(await open(visitor(), `/etablissements?recherche=${typed}`)).toContain('Aucun établissement ne correspond')
  })

  it('is exported as it is filtered, without addresses of mail', async () => {
    const { gandhi } = await makeThree()
    const { text, headers } = await visitor().get('/etablissements.csv?type=college').expect(200)
    expect(headers['content-type']).toContain('text/csv')
    expect(text).toContain(`${gandhi.uai};Collège Gandhi;collège;public;1 rue Haute;35300;Fougères;https://gandhi.test/`)
    expect(text).not.toMatch(/Sainte-Anne|@/)
  })
})

describe('the page of a school', () => {
  it('shows what it is and where, neither its mail nor its pupils', async () => {
    const { gandhi } = await makeThree()
    const { text } = await visitor().get(`/etablissements/${gandhi.uai.toLowerCase()}`).expect(200)
    for (const fact of ['Collège public, Fougères', gandhi.uai, '1 rue Haute', 'href="https://gandhi.test/"']) expect(text).toContain(fact)
    expect(text).not.toMatch(/\w@\w|480/)
    expect(text).toContain('Aucun CLEE publié ne compte cet établissement')
  })

  it('answers 404 to an unknown or unreadable code, and still shows a closed school', async () => {
    const { closed } = await makeThree()
    for (const uai of ['0350165P', '0350122A', 'x', '%F0%9F%8E%89', 'a'.repeat(3_000)]) await visitor().get(`/etablissements/${uai}`).expect(404)
    expect((await visitor().get('/etablissements/0350165P')).text).toContain('Aucun établissement ne porte le code UAI 0350165P')
    expect((await visitor().get('/etablissements/0350001L')).text).toContain('Aucun établissement ne porte')
    expect(await open(visitor(), `/etablissements/${closed.uai}`)).toContain('Fermé d’après l’Annuaire')
  })

  it('names the CLEEs where it is a co-pilot’s, a member or the support, and is named by theirs', async () => {
    const { gandhi } = await makeThree()
    const { clee, head } = await makeClee('active', 'CLEE de Vitré')
    await db.clee.update({ where: { id: clee.id }, data: { supportSchoolUai: gandhi.uai } })
    await db.member.create({ data: { cleeId: clee.id, world: 'education', jobTitle: 'Principale', schoolUai: gandhi.uai } })
    expect(await open(visitor(), `/etablissements/${gandhi.uai}`)).toContain('Part de l’établissement : membre et établissement support.')
    expect(await open(visitor(), `/etablissements/${head.schoolUai}`)).toContain('Part de l’établissement : copilotage.')
    const { text } = await visitor().get(`/clees/${clee.slug}`).expect(200)
    for (const uai of [gandhi.uai, head.schoolUai]) expect(text).toContain(`href="/etablissements/${uai}"`)
  })

  it('keeps quiet about past parts, waiting co-pilots, closed CLEEs and those not published', async () => {
    const { gandhi } = await makeThree()
    const [past, closed] = [await makeClee('active', 'CLEE passé'), await makeClee('active', 'CLEE fermé')]
    const declared = await makeClee('declared', 'CLEE déclaré')
    const yesterday = new Date(Date.now() - 2 * 86_400_000)
    await db.member.create({ data: { cleeId: past.clee.id, world: 'education', jobTitle: 'Principale', schoolUai: gandhi.uai, startsOn: yesterday, endsOn: yesterday } })
    const waiting = { side: 'education' as const, firstName: 'Anne', lastName: 'Le Bihan', email: 'attente@essai.test', jobTitle: 'Principale', startsOn: yesterday }
    await db.copilot.create({ data: { ...waiting, cleeId: past.clee.id, schoolUai: gandhi.uai } })
    await db.clee.updateMany({ where: { id: { in: [closed.clee.id, declared.clee.id] } }, data: { supportSchoolUai: gandhi.uai } })
    await db.clee.update({ where: { id: closed.clee.id }, data: { status: 'closed' } })
    const page = await open(visitor(), `/etablissements/${gandhi.uai}`)
    expect(page).not.toMatch(/CLEE (passé|fermé|déclaré)/)
    expect(await open(await signedIn(declared.head), `/etablissements/${gandhi.uai}`)).toContain('CLEE déclaré')
  })

  it('leads to the CLEEs of its commune', async () => {
    const commune = await makeCommune('Fougères')
    const school = await makeSchool({ communeCode: commune.code })
    expect((await visitor().get(`/etablissements/${school.uai}`)).text).toContain(`href="/clees?insee=${commune.code}"`)
  })
})
