import { describe, expect, it, vi } from 'vitest'
import { pool, db } from '../src/db.ts'
import { readQuery } from '../src/find/reading.ts'
import { findSectors } from '../src/find/sectors.ts'
import { addMember } from '../src/members/commands.ts'
import { memberSchema } from '../src/members/schemas.ts'
import { visitor } from './support/app.ts'
import { insertAction } from './support/agenda.ts'
import { asActor, dayFrom, makeClee, makeCommune, reloadClee } from './support/factories.ts'
import { publishClee, search } from './support/find.ts'

const employment = memberSchema.parse({ world: 'employment', organisationName: 'France Travail Fougères', firstName: 'Zoé', lastName: 'Kervella', jobTitle: 'Directrice', hasSeat: 'oui' })

describe('old words and new ones (R21)', () => {
  it('finds France Travail by the names that it had, says so, and names nobody', async () => {
    const { clee, head } = await makeClee('active', 'CLEE du pays de Fougères')
    await addMember(await asActor(head), await reloadClee(clee.id), employment)
    for (const typed of ['Pôle emploi', 'pole-emploi fougeres', 'ANPE', 'France Travail']) {
      const { text, links } = await search(typed)
      expect(text, typed).toContain('France Travail Fougères')
      expect(text).toContain('Participe au CLEE du pays de Fougères.')
      expect(text).not.toContain('Kervella')
      expect(links).toContain(`/clees/${clee.slug}`)
    }
    expect((await search('Pôle emploi')).text).toContain('Pôle emploi s’appelle France Travail depuis 2024')
    await db.member.updateMany({ data: { endsOn: new Date(dayFrom(-2)), startsOn: new Date(dayFrom(-9)) } })
    expect((await search('France Travail')).text).toContain('Aucun résultat')
  })

  it.each([
    ['CLE', 'un CLE ou un CLPE est un comité local pour l’emploi'],
    ['clé de Fougères', 'À ne pas confondre'],
    ['Clée', 'Un CLEE est un comité local école-entreprise.'],
    ['CLÉE', 'Donnez le nom d’une commune'],
    ['comité école entreprise', 'Un comité local école-entreprise s’appelle un CLEE.'],
    ['comité local éducation économie', 's’appelle un CLEE'],
  ])('explains « %s »', async (typed, sentence) => {
    const { text, links } = await search(typed)
    expect(text).toContain(sentence)
    expect(links).toContain('/un-clee-c-est-quoi')
  })

  it('reads the kind that a text names, and keeps the name', () => {
    const read = (typed: string) => { const { key, wants } = readQuery(typed); return [wants, key] }
    expect(read('le CLEE du pays de Redon')).toEqual(['clee', 'pays de redon'])
    expect(read('Mon CLEE')).toEqual(['clee', ''])
    expect(read('Redon CLEE')).toEqual(['clee', 'redon'])
    expect(read('Bassin de formation de Rennes')).toEqual(['bassin', 'rennes'])
    expect(read('ville de L’Hermitage')).toEqual(['commune', 'l hermitage'])
    expect(read('Cléden-Poher')).toEqual([null, 'cleden poher'])
    expect(read('Villedieu')).toEqual([null, 'villedieu'])
  })
})

describe('sectors and actions', () => {
  it('finds a sector by a word of its name, its plural, or what people call it', () => {
    expect(findSectors('btp')).toEqual(['construction'])
    expect(findSectors('batiment')).toEqual(['construction'])
    expect(findSectors('sports')).toEqual(['sport'])
    expect(findSectors('secteur hotellerie')).toEqual(['hospitality'])
    expect(findSectors('metiers d art')).toContain('crafts')
    for (const vain of ['', 'et', 'de la', 'fougeres', 'a']) expect(findSectors(vain), vain).toEqual([])
  })

  it('says which CLEEs have public actions of a sector, and leads to the agenda of it', async () => {
    const clee = await publishClee({ name: 'CLEE du pays de Fougères' })
    const shared = { sectors: ['construction'], startsOn: dayFrom(3) }
    await insertAction(clee.id, { title: 'Visite d’un chantier', searchText: 'Visite d’un chantier', ...shared })
    await insertAction(clee.id, { title: 'Chantier caché', searchText: 'Chantier caché', ...shared, visibility: 'network' })
    const { text, links } = await search('bâtiment')
    expect(text).toMatch(/BTP 1 action cette année par le CLEE du pays de Fougères, dont 1 à venir\./)
    expect(links).toContain('/agenda?secteur=construction')
    const agenda = (await visitor().get('/agenda?secteur=construction').expect(200)).text
    expect(agenda).toContain('Visite d’un chantier')
    expect((await visitor().get('/agenda?secteur=sport').expect(200)).text).not.toContain('Visite d’un chantier')
    await visitor().get('/agenda?secteur=inconnu').expect(404)
    const found = await search('chantier')
    expect(found.text).toContain('Visite d’un chantier')
    expect(found.text).not.toContain('caché')
  })

  it('asks the database a bounded number of small things, whatever is typed', async () => {
    await publishClee({ name: 'CLEE du pays de Fougères', communeCodes: [(await makeCommune()).code] })
    const query = vi.spyOn(pool, 'query')
    for (const typed of ['CLEE du pays de Fougères', 'Commune', 'zzzzz', 'bâtiment', 'x '.repeat(2_000)]) {
      query.mockClear()
      await search(typed)
      expect(query.mock.calls.length, typed).toBeLessThanOrEqual(16)
    }
    query.mockRestore()
  })
})

describe('pages and documents', () => {
  it('finds what is published of them by their titles and summaries', async () => {
    const page = { summary: 'Les étapes pour mettre en place un CLEE.', body: 'Texte.', ownerName: 'Mission', reviewOn: new Date('2027-06-01'), updatedByName: 'Essai' }
    await db.editorialPage.create({ data: { ...page, slug: 'creer', title: 'Créer un comité dans votre territoire', publishedAt: new Date() } })
    await db.editorialPage.create({ data: { ...page, slug: 'brouillon', title: 'Territoire en projet' } })
    const { text, links } = await search('territoire')
    expect(links).toContain('/pages/creer')
    expect(text).not.toContain('en projet')
  })
})
